// SPDX-License-Identifier: Apache-2.0

package supplychain

import "github.com/consort-finance/consort/chaincode/cash"

// Means are how somebody pays, in the words of cash.
type Means = cash.Means

// The purposes of holds and mandates, beside the name of a deal for the hold that funds it.
const (
	// Payables is payment of undertakings by their obligor.
	Payables cash.Purpose = "payables"
	// Repurchases is payment of recourse claims by sellers.
	Repurchases cash.Purpose = "repurchases"
	// Resales is payment of a funded deal by the financier that buys it.
	Resales cash.Purpose = "resales"
	// Guarantees is payment by guarantors.
	Guarantees cash.Purpose = "guarantees"
)
