// SPDX-License-Identifier: Apache-2.0

// Package desk seats people of a running consortium at their desks: officers who adopt resolutions, bank staff who open
// accounts and issue money, customers who pay. The end-to-end tests and the benchmark use it to prepare a real network.
package desk
