"""What ``station doctor`` looks at: small functions, each from a host to findings."""
