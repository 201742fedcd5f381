"""The ground of the house: the site and the rooms that everybody shares."""
