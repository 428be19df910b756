// SPDX-License-Identifier: Apache-2.0

// Package onchain is the contract of the chaincode cash: it loads, lets the rules of package cash decide, saves, emits
// and returns.
//
// A transfer takes two round trips to the peer: one that fetches the client's reference, the business date, both
// accounts and the freeze of the caller's party, and one that writes. Whatever a rule needs beyond that, because only a
// row says so (the owners of other people's accounts, the stripes of a high-volume account), is fetched in one batch
// for each kind of row.
package onchain
