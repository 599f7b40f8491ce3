"""What the Ombudsman, the ministry and the mayor see: pages behind an account, on which every look is logged."""
