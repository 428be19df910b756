// SPDX-License-Identifier: Apache-2.0

// Package probe is a small chaincode for tests, the demonstration and the benchmark: a module that settles through
// cash, an endpoint that does nothing, and a token written as beginners write it, for comparison. It is no product.
//
// # The naive token
//
// A balance is one row that every payment reads, changes and writes. Of all payments on one row that are endorsed
// between two blocks, Fabric lets one through: the control that high-volume accounts of cash are measured against.
package probe
