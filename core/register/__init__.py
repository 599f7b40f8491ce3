"""Who may act for the city: one register of officials for all of its groups."""
