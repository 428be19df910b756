// SPDX-License-Identifier: Apache-2.0

// Package onchain is the contract of the chaincode insurance: it loads, lets the rules of package insurance decide, saves,
// emits and returns. Where money moves, cash is called once, with all legs, after every rule has agreed: if cash refuses,
// nothing of the transaction happens.
package onchain
