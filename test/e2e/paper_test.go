// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/supplychain"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

var paperwork = []story{
	{"requests about paper that no client would write are refused with a stable code and change nothing", badPaper},
	{"who has a firm's name at another member does nothing in its place", impostors},
}

// slip is a request that has to be refused. Names of functions are supplychain's, PAPER, SALE and MSP are filled in.
type slip struct {
	what      string
	by        person
	function  string
	argument  string
	transient map[string]string
	code      protocol.Code
}

// badIntervals are about an undertaking of the units 1 to 22,700,000, which the supplier holds in one slice.
func badIntervals() []slip {
	split := func(what, from, sizes string, code protocol.Code) slip {
		return slip{what, supplier, "SplitSlice", fmt.Sprintf(`{"undertaking":"PAPER","from":%s,"sizes":%s}`, from, sizes), nil, code}
	}
	part := func(what, part string, code protocol.Code) slip {
		argument := fmt.Sprintf(`{"undertaking":"PAPER","from":1,"deal":"PAPER-x","part":%s,"technique":"FACTORING"}`, part)
		return slip{what, supplier, "RequestFinance", argument, nil, code}
	}
	invalid := protocol.InvalidArgument
	return []slip{
		split("from nothing", "0", "[1000,1000]", invalid), split("from below", "-1", "[1000,1000]", invalid),
		split("fraction of a unit", "1.5", "[1000,1000]", invalid), split("exponent", "1e0", "[1000,1000]", invalid),
		split("unit as text", `"1"`, "[1000,1000]", invalid), split("2^63", "9223372036854775808", "[1000,1000]", invalid),
		split("one piece", "1", "[22700000]", invalid), split("empty piece", "1", "[0,22700000]", invalid),
		split("negative piece", "1", "[-1,22700001]", invalid), split("no list", "1", "null", invalid),
		split("1,001 pieces", "1", "["+strings.Repeat("100,", 1000)+"100]", invalid),
		split("pieces that wrap around", "1", "[999999999999999,999999999999999]", supplychain.IntervalRefused),
		split("pieces less than the slice", "1", "[11350000,11349999]", supplychain.IntervalRefused),
		split("pieces more than the slice", "1", "[11350000,11350001]", supplychain.IntervalRefused),
		split("piece below the least", "1", "[99,22699901]", supplychain.IntervalRefused),
		split("no slice of that unit", "2", "[11350000,11349999]", protocol.NotFound),
		part("beyond the undertaking", `{"from":1,"to":22700001}`, supplychain.IntervalRefused),
		part("before it", `{"from":0,"to":1000}`, invalid), part("backwards", `{"from":1000,"to":1}`, invalid),
		part("nowhere", `null`, invalid), part("twice", `{"from":1,"from":1,"to":1000}`, invalid),
		part("more than units", `{"from":1,"to":1000,"kind":"x"}`, invalid),
	}
}

// badQuotes are answers to a quote of northbank for deal SALE. The right one is a quote of today.
func badQuotes(right string) []slip {
	agree := func(what, quote string, code protocol.Code) slip {
		return slip{what, supplier, "AgreeDeal", `{"deal":"SALE"}`, map[string]string{"quote": quote}, code}
	}
	edit := func(old, new string) string { return strings.Replace(right, old, new, 1) }
	invalid, salt := protocol.InvalidArgument, strings.Repeat("e4", 16)
	return []slip{
		agree("other salt", edit(salt, strings.Repeat("e5", 16)), protocol.PreimageRefused),
		agree("other rate", edit(`"0.06"`, `"0.05"`), protocol.PreimageRefused),
		agree("short salt", edit(salt, strings.Repeat("e4", 15)), invalid),
		agree("salt in no digits", edit(salt, strings.Repeat("xy", 16)), invalid),
		agree("rate as a number", edit(`"0.06"`, `0.06`), invalid), agree("nothing", "null", invalid), agree("half a quote", right[:len(right)/2], invalid),
		agree("another deal's", edit("SALE", "PAPER"), invalid),
		{"no quote", supplier, "AgreeDeal", `{"deal":"SALE"}`, nil, invalid},
		{"quote in the open", supplier, "AgreeDeal", `{"deal":"SALE","quote":` + right + `}`, map[string]string{"quote": right}, invalid},
		{"somebody else's deal", southDesk, "AgreeDeal", `{"deal":"SALE"}`, map[string]string{"quote": right}, supplychain.NotYours},
	}
}

func badPaper(s *scene) {
	s.told("play market")
	s.paper("first", s.name+"-1", 227)
	s.paper("second", s.name+"-2", 229)
	s.told("play quote NAME=second SLICE=1 FROM=1 TO=22900000 DEAL=sale TECHNIQUE=FACTORING SELLER=southbank/supplier BANK=southbank HOST=SouthbankMSP RATE=0.07")
	request := s.quote("sale", northDesk, "0.06", strings.Repeat("e4", 16))
	do(s, s.client(northDesk), supplychain.QuoteDeal, request)
	require.NoError(s, s.Level(s.Context()))
	quote, err := protocol.Marshal(request.Quote)
	require.NoError(s, err)
	right := strings.ReplaceAll(string(quote), string(s.deal("sale")), "SALE")
	servers, before := s.servers(supplychain.Module), s.papers()
	for _, slip := range append(badIntervals(), badQuotes(right)...) {
		err := s.hand(slip)
		require.ErrorIs(s, err, slip.code, slip.what)
		requireFault(s, err, slip.code)
		require.Less(s, len(err.Error()), 400, slip.what)
	}
	require.NoError(s, s.Level(s.Context()))
	require.Equal(s, before, s.papers())
	require.Equal(s, servers, s.servers(supplychain.Module), "no server was restarted")
	do(s, s.client(supplier), supplychain.AgreeDeal, supplychain.AgreeRequest(request))
}

// hand hands a slip in as it is.
func (s *scene) hand(slip slip) error {
	s.Helper()
	names := strings.NewReplacer("PAPER", string(s.undertaking("first")), "SALE", string(s.deal("sale")))
	call := gatewayclient.Invocation{
		Name: supplychain.Module + ":" + slip.function, Argument: []byte(names.Replace(slip.argument)), Transient: map[string][]byte{},
	}
	for name, content := range slip.transient {
		call.Transient[name] = []byte(names.Replace(content))
	}
	_, err := s.client(slip.by).Submit(s.Context(), call, patient...)
	return err
}

// papers are the slices of both undertakings and the deal.
func (s *scene) papers() []any {
	s.Helper()
	client := s.staff("regulator", "supervisor")
	var all []any
	for _, paper := range []string{"first", "second"} {
		all = append(all, *do(s, client, supplychain.Slices, supplychain.SlicesRequest{Undertaking: s.undertaking(paper)}))
	}
	return append(all, *do(s, client, supplychain.GetDeal, s.deal("sale")))
}
