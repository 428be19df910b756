// SPDX-License-Identifier: Apache-2.0

// Package desk seats people of a consortium at their desks: officers who adopt resolutions, bank staff who open accounts
// and issue money, customers who pay, and whoever audits. The end-to-end tests and the benchmark prepare a real network
// with it, the scenarios also a ledger in the process.
package desk
