// SPDX-License-Identifier: Apache-2.0

// Package desk connects people of a running network to their own member's peer: whoever the topology names, by member
// and name.
//
//	desks := desk.Open(network)
//	defer desks.Close()
//	maker, err := desks.At(ctx, "northbank", "maker")
//	receipt, err := gatewayclient.Do(ctx, maker, cash.Transfer, request)
//
// # Invariants
//
// Each person is connected once, at the first call of [Desks.At], through the peer of the member that certified them
// and no other: what they read is what their own member holds.
package desk
