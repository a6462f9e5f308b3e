"""Direction-magnitude decomposition (never dynamic mode decomposition here): landscape, exact reduction, clock, timetable."""
