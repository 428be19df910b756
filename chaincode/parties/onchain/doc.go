// SPDX-License-Identifier: Apache-2.0

// Package onchain is the contract of the chaincode parties: it loads, lets the rules of package parties decide, saves,
// emits and returns.
package onchain
