"""A small made-up world in which every organisation has one object of each model in each state.

`seed_acceptance` writes it and says, from the written rules of docs/security.md and not from the code under test, who
may see and who may change each object. The authorization matrix holds the portal against it.
"""
