"""What every feature may know: errors, language, the edges' vocabulary. It knows no feature."""
