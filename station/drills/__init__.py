"""What is asked for: how many repetitions, when a turn ends, who is next."""
