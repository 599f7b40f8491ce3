"""What runs: composition, web server, intake, sweeps, observation."""
