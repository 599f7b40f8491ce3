"""What a month or quarter says for policy, as pages behind the login of those who look from outside."""
