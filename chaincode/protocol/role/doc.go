// SPDX-License-Identifier: Apache-2.0

// Package role names the market roles of a consortium.
//
// A caller holds a role when two things are true at once: the attribute consort.role of the caller's certificate
// lists it, and the on-ledger registry (chaincode parties) lets the caller's member organisation hold it. The
// attribute alone proves nothing: every organisation's own certificate authority may write what it likes.
package role
