"""What the three users see first; owns no facts."""
