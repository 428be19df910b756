// SPDX-License-Identifier: Apache-2.0

// Command probe serves the chaincode probe. Its environment is that of [ledger.Main].
package main
