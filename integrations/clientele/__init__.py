"""Importing customers: what the columns mean, what a row is compared with, and writing it."""
