//go:build !windows

package main

// zoneOfSystem is what else names the zone of a machine: nothing.
func zoneOfSystem() string { return "" }
