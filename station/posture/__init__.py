"""What shape the body is in: sagittal outline, landmarks, angles and dowel gaps."""
