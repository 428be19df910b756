// SPDX-License-Identifier: Apache-2.0

// Command securities serves the chaincode securities: bonds, shares and fund units, their register, market and
// settlement. Its environment is that of [ledger.Main].
package main
