// SPDX-License-Identifier: Apache-2.0

// Package e2e tells what the suite promises on a real network: Fabric's own peers and orderer, certificate authorities,
// TLS, and the chaincode servers that members run. What the packages prove one by one in a process is shown here where a
// peer could prove it wrong.
//
// # Layout
//
// All tests share one network, started once. consortium_test.go is the table of contents: stories that run side by side,
// each with accounts of its own; then, one after the other, those that share credit lines or dates, the scenarios, and what
// disturbs everybody; and after each part the audit of every balance at every peer. -short leaves all of it out.
//
//	town_test.go scene_test.go                         the network and its people; one story's view of them
//	forgery_test.go countersign_test.go                what an attacker and an operator can do that a client cannot
//	certificate_test.go server_test.go
//	market_test.go secret_test.go                      paper and deals of supply-chain finance; texts that nobody may find
//	clerk_test.go                                      a back office in a process of its own, to be killed
//	the other files                                    stories, named after what they are about
//
// testdata/consortium.yaml says who is there.
package e2e
