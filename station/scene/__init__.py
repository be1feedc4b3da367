"""What stands in front of the camera: floor, empty-scene background, the one athlete on the mat."""
