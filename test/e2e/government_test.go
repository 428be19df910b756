// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/network/founding"
)

var government = []story{
	{"the consortium is founded once, on the agreed charter", foundedOnce},
	{"a resolution is carried out once, word for word, with a majority behind it", resolved},
}

func foundedOnce(s *scene) {
	charter := founding.Charter(s.Network.Topology())
	refused(s, s.staff("southbank", "officer"), parties.Found, charter, parties.AlreadyFounded)
	charter.Threshold = len(charter.Members)
	refused(s, s.staff("southbank", "officer"), parties.Found, charter, parties.AlreadyFounded)
	constitution := do(s, s.staff("southbank", "officer"), parties.GetConstitution, protocol.Nothing{})
	require.Equal(s, 3, constitution.Threshold) // of four
}

func resolved(s *scene) {
	north, south := s.staff("northbank", "officer"), s.staff("southbank", "officer")
	dollar := cash.CurrencyRequest{
		Governed: protocol.Governed{Resolution: "dollar"}, CurrencyKey: cash.CurrencyKey{Currency: money.MustCurrency("USD")}, ReserveAge: 5,
	}
	proposal, err := parties.NewProposal("dollar", cash.SetCurrency, dollar, "customers ask for it")
	require.NoError(s, err)
	do(s, north, parties.ProposeResolution, proposal)
	refused(s, north, parties.ApproveResolution, "dollar", parties.VotedAlready)
	refused(s, north, cash.SetCurrency, dollar, protocol.ResolutionRefused) // one vote of four
	require.NoError(s, s.Level(s.Context()))
	do(s, south, parties.ApproveResolution, "dollar")
	refused(s, south, cash.SetCurrency, dollar, protocol.ResolutionRefused) // two are no majority of four
	do(s, s.staff("depository", "officer"), parties.ApproveResolution, "dollar")
	require.NoError(s, s.Level(s.Context()))

	other := dollar
	other.ReserveAge = 60
	refused(s, north, cash.SetCurrency, other, protocol.ResolutionRefused)
	refused(s, s.staff("northbank", "maker"), cash.SetCurrency, dollar, protocol.NotAuthorised)
	do(s, south, cash.SetCurrency, dollar)
	refused(s, south, cash.SetCurrency, dollar, protocol.ResolutionRefused) // consumed
	require.Equal(s, 5, do(s, south, cash.GetCurrency, dollar.CurrencyKey).ReserveAge)
}
