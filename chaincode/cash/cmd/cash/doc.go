// SPDX-License-Identifier: Apache-2.0

// Command cash serves the chaincode cash: tokenised deposits, the cash leg of everything. Its environment is that of
// [ledger.Main].
package main
