// SPDX-License-Identifier: Apache-2.0

// Command supplychain serves the chaincode supplychain: receivables that can be split, passed on, financed once, and
// paid. Its environment is that of [ledger.Main].
package main
