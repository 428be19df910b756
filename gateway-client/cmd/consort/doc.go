// SPDX-License-Identifier: Apache-2.0

// Command consort drives Consort's chaincodes from the command line.
//
// Every endpoint of the catalogue is a command whose flags are made from its request type, so that nothing here has to
// change when a product does:
//
//	consort --network .consort --org northbank --user alice cash transfer --from alice --to bob --amount "100.00 EUR"
//	consort cash balance alice
//	consort submit cash:Transfer '{"from":"alice","to":"bob","amount":{"amount":"10000","currency":"EUR"}}'
//	consort events --follow
//
// Answers are tables for people, or JSON with --json. Exit codes are listed by consort --help.
//
// # Layout
//
//	catalogue.go            the products: the one line to add for a new one
//	root.go settings.go     the command line and whom it connects to
//	endpoint.go raw.go      commands that call chaincodes
//	history.go events.go    commands that read blocks
//	whoami.go recover.go    the rest
//	answer.go table.go      how answers are printed
//	peercommand.go          the same call for Fabric's own peer command
//	failure.go              exit codes
//
// The package form below makes flags from request types.
package main
