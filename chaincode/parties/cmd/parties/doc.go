// SPDX-License-Identifier: Apache-2.0

// Command parties serves the chaincode parties: who is who in the consortium. Its environment is that of
// [ledger.Main].
package main
