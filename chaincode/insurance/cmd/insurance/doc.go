// SPDX-License-Identifier: Apache-2.0

// Command insurance serves the chaincode insurance: policies, claims and the reinsurance of both. Its environment is that
// of [ledger.Main].
package main
