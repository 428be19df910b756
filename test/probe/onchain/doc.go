// SPDX-License-Identifier: Apache-2.0

// Package onchain is the contract of the chaincode probe.
package onchain
