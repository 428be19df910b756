// SPDX-License-Identifier: Apache-2.0

// Package footing is what chapters stand on, whichever product they are about: legal entities in the registry, resolutions
// of the members, accounts at the banks and money on them.
//
// # Layout
//
//	footing.go    a consortium as a chapter finds it, and who acts for its banks
//	parties.go    the legal entities that certificates name
//	motion.go     a resolution on its way
//	accounts.go   accounts, reserves, money issued under dual control
//
// Parties stay the same in every telling, since certificates name them. Accounts, mints and resolutions are new in each
// chapter of each telling.
package footing
