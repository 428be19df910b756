// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// peer answers what is written down for a query, or for one with an argument that has a text in it; other rows are not there.
type peer struct {
	gatewayclient.Transport
	answers [][3]string // endpoint, text, response
}

func (peer) Identity() gatewayclient.Identity {
	return gatewayclient.Identity{MSP: "NorthMSP", Sign: func([]byte) ([]byte, error) { return nil, nil }}
}

func (peer) Height(context.Context, string) (uint64, error) { return 1, nil }
func (peer) Close() error                                   { return nil }

func (peer) Propose(call gatewayclient.Call) (*gatewayclient.Proposal, error) {
	if len(call.Organisations) != 1 || call.Organisations[0] != "NorthMSP" {
		return nil, errors.New("another peer than the reader's own is asked")
	}
	return &gatewayclient.Proposal{Bytes: []byte(string(call.Args[0]) + " " + string(call.Args[1]))}, nil
}

func (p peer) Evaluate(_ context.Context, proposal *gatewayclient.Proposal) ([]byte, error) {
	name, argument, _ := strings.Cut(string(proposal.Bytes), " ")
	for _, answer := range p.answers {
		if answer[0] == name && strings.Contains(argument, answer[1]) {
			return []byte(answer[2]), nil
		}
	}
	return nil, protocol.NotFound.New("%s of %s", name, argument)
}

// reads makes a reader at a peer.
func reads(t *testing.T, answers ...[3]string) Reader {
	t.Helper()
	client, err := gatewayclient.New(t.Context(), peer{answers: answers}, "finance")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return At(client)
}

const none = `{"items":[]}`

// Of all obligations those of the instrument are read, of their parts the ones that cash was to pay, and all pages of lots.
func TestReaderReadsAnInstrument(t *testing.T) {
	reader := reads(t,
		[3]string{"securities:Instrument", "BOND", `{"id":"BOND"}`},
		[3]string{"securities:BusinessDate", "", `{"date":"2026-11-29"}`},
		[3]string{"securities:Obligations", "", `{"items":[{"id":"aa","instrument":"SHARE","parts":[{"paid":"1"}]},
			{"id":"bb","instrument":"BOND","parts":[{"paid":"1"},{"paid":"0"},{"paid":"1","batch":"net"},{"paid":"1"},{"paid":"1"}]}]}`},
		[3]string{"securities:Supply", "2026-11-29", `{"units":"7"}`},
		[3]string{"securities:Journal", `"after":"two"`, `{"items":[{"id":"third"}]}`},
		[3]string{"securities:Journal", "", `{"items":[{"id":"first"},{"id":"second"}],"next":"two"}`},
		[3]string{"securities:Actions", "", `{"items":[{"id":"coupon"}]}`},
		[3]string{"securities:Payments", "coupon", `{"items":[{"action":"coupon"}]}`},
		[3]string{"securities:Suspense", "coupon", none},
		[3]string{"cash:Settlement", `"bb.0"`, `{"via":"securities","settlement":"bb.0"}`},
		[3]string{"cash:Settlement", `"bb.4"`, `{"via":"securities","settlement":"bb.4"}`},
	)
	read, err := reader.Instrument(t.Context(), "BOND")
	require.NoError(t, err)
	require.Equal(t, "2026-11-29", read.Today.String())
	require.EqualValues(t, 7, read.Supply)
	require.Len(t, read.Lots, 3)
	require.EqualValues(t, "third", read.Lots[2].ID)
	require.Len(t, read.Obligations, 1)
	require.Len(t, read.Events, 1)
	require.Len(t, read.Events[0].Payments, 1)
	require.Len(t, read.Settlements, 2, "that of the fourth part is not there, for the law to find")
	require.EqualValues(t, "bb.0", read.Settlements[0].ID)
	require.EqualValues(t, "bb.4", read.Settlements[1].ID)

	_, err = reader.Instrument(t.Context(), "SHARE")
	require.ErrorIs(t, err, protocol.NotFound)
}

func TestReaderReadsPoliciesInTheirOrder(t *testing.T) {
	reader := reads(t,
		[3]string{"insurance:BusinessDate", "", `{"date":"2026-11-29"}`},
		[3]string{"insurance:Policy", `"one"`, `{"policy":{"id":"one"}}`},
		[3]string{"insurance:Policy", `"two"`, `{"policy":{"id":"two"}}`},
		[3]string{"insurance:PremiumAccount", "2026-11-29", `{"written":"5"}`},
		[3]string{"insurance:ClaimsByPolicy", `"two"`, `{"items":[{"id":"fire"}]}`},
		[3]string{"insurance:ClaimsByPolicy", "", none},
		[3]string{"insurance:Reserves", "fire", `{"items":[{"claim":"fire"}]}`},
		[3]string{"insurance:Payments", "fire", none},
		[3]string{"insurance:Evaluations", "", none},
	)
	read, err := reader.Policies(t.Context(), "two", "one")
	require.NoError(t, err)
	require.Len(t, read, 2)
	require.EqualValues(t, "two", read[0].Policy.ID)
	require.EqualValues(t, "one", read[1].Policy.ID)
	require.EqualValues(t, 5, read[0].Premium.Written.Minor())
	require.Len(t, read[0].Claims, 1)
	require.Len(t, read[0].Claims[0].Reserves, 1)
	require.Empty(t, read[1].Claims)

	_, err = reader.Policies(t.Context(), "one", "three")
	require.ErrorIs(t, err, protocol.NotFound)
}

func TestReaderReadsAnUndertaking(t *testing.T) {
	reader := reads(t,
		[3]string{"supplychain:Undertaking", "PAPER", `{"id":"PAPER","programme":"P"}`},
		[3]string{"supplychain:Slices", "PAPER", `{"items":[{"undertaking":"PAPER"}]}`},
		[3]string{"supplychain:Deals", "PAPER", `{"items":[{"id":"D"}]}`},
		[3]string{"supplychain:Collections", "PAPER", none},
		[3]string{"supplychain:Distributions", "PAPER", none},
		[3]string{"supplychain:Discharge", "PAPER", `{"undertaking":"PAPER","level":"3"}`},
		[3]string{"supplychain:Programme", "P", `{"id":"P"}`},
	)
	read, err := reader.Undertaking(t.Context(), "PAPER")
	require.NoError(t, err)
	require.Len(t, read.Slices, 1)
	require.Len(t, read.Deals, 1)
	require.EqualValues(t, 3, read.Discharge.Level.Minor())
}

// A treaty of which no account is rendered has none.
func TestReaderReadsAProgramme(t *testing.T) {
	reader := reads(t,
		[3]string{"insurance:Book", "P", `{"programme":"P"}`},
		[3]string{"insurance:BookPages", "P", `{"items":[{"losses":[{"claim":"fire"}]},{"losses":[{"claim":"flood"}]}]}`},
		[3]string{"insurance:Treaties", "P", `{"items":[{"id":"quota"}]}`},
		[3]string{"insurance:Bordereaux", "quota", `{"items":[{"number":1}]}`},
		[3]string{"insurance:Statements", "quota", none},
	)
	read, err := reader.Programme(t.Context(), "P")
	require.NoError(t, err)
	require.Len(t, read.Losses, 2)
	require.Len(t, read.Treaties, 1)
	require.Len(t, read.Treaties[0].Bordereaux, 1)
	require.Zero(t, read.Treaties[0].Account)
}
