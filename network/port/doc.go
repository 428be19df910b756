// SPDX-License-Identifier: Apache-2.0

// Package port gives every network a block of TCP ports of its own.
//
// # Invariants
//
// A block is leased to a directory and stays leased while the directory exists,
// running or not, so a network that was stopped finds its ports free when it
// comes back, and networks that start at the same moment never meet. Blocks are
// below the range that systems hand out to outgoing connections (32768 and up
// on Linux), which could otherwise take a port while its node is down.
package port
