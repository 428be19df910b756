// SPDX-License-Identifier: Apache-2.0

package form_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/gateway-client/cmd/consort/form"
)

type name string

func (n name) Validate() error {
	if n == "" {
		return errors.New("name is empty")
	}
	return nil
}

type item struct {
	To     name        `json:"to"`
	Amount money.Money `json:"amount"`
	Count  int         `json:"count,omitzero"`
}

type secret struct {
	Salt string `json:"salt"`
}

type order struct {
	protocol.PageRequest
	Buyer struct {
		Kind string `json:"kind" help:"what it is"`
		ID   name   `json:"id"`
	} `json:"buyer"`
	Total   money.Money       `json:"total" help:"all of it"`
	Due     date.Date         `json:"due"`
	At      time.Time         `json:"at,omitzero"`
	Urgent  bool              `json:"urgent"`
	Copies  int               `json:"copies,omitzero"`
	Tags    []name            `json:"tags,omitempty"`
	Caps    []money.Money     `json:"caps,omitempty"`
	Items   []item            `json:"items"`
	Labels  map[string]string `json:"labels,omitempty"`
	Content secret            `json:"-" transient:"content"`
}

func (o order) Validate() error { return o.PageRequest.Validate() }

var (
	place = protocol.Submit[order, item]("shop:PlaceOrder")
	find  = protocol.Evaluate[name, item]("shop:Find")
)

// fill reads command-line flags into a request.
func fill(args ...string) (protocol.Request, error) {
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	f := form.New(place, flags)
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	return f.Request(flags.Args())
}

var least = []string{"--buyer.kind=shop", "--buyer.id=b1", "--total=10.00 EUR", "--due=2026-11-23"}

func TestFlagsBecomeTheRequest(t *testing.T) {
	request, err := fill(append(least,
		"--at=2026-11-23T10:00:00Z", "--urgent", "--copies=3", "--tags=a,b", "--tags=c", "--caps=1.00 EUR,2.00 USD",
		"--items=to=x,amount=1.50 EUR,count=2", `--items={"to":"y","amount":{"amount":"7","currency":"EUR"}}`,
		`--labels={"k":"v"}`, `--content={"salt":"s"}`, "--size=5")...)
	require.NoError(t, err)
	want := order{
		PageRequest: protocol.PageRequest{Size: 5},
		Total:       money.MustParse("10.00 EUR"), Due: date.MustParse("2026-11-23"),
		At: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Urgent: true, Copies: 3,
		Tags: []name{"a", "b", "c"}, Caps: []money.Money{money.MustParse("1.00 EUR"), money.MustParse("2.00 USD")},
		Items: []item{
			{To: "x", Amount: money.MustParse("1.50 EUR"), Count: 2}, {To: "y", Amount: money.MustParse("0.07 EUR")},
		},
		Labels: map[string]string{"k": "v"}, Content: secret{Salt: "s"},
	}
	want.Buyer.Kind, want.Buyer.ID = "shop", "b1"
	require.Equal(t, want, request)
}

func TestListsComeFromFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "items.json")
	require.NoError(t, os.WriteFile(file, []byte(`[{"to":"x","amount":{"amount":"1","currency":"EUR"}},{"to":"y","amount":{"amount":"2","currency":"EUR"}}]`), 0o600))
	for _, written := range []string{file, "@" + file} {
		request, err := fill(append(least, "--items", written)...)
		require.NoError(t, err)
		require.Len(t, request.(order).Items, 2)
	}
	request, err := fill(append(least, "--items", `[{"to":"x","amount":{"amount":"1","currency":"EUR"}}]`)...)
	require.NoError(t, err)
	require.Len(t, request.(order).Items, 1)
}

func TestMistakesNameTheFlag(t *testing.T) {
	for want, args := range map[string][]string{
		"shop:PlaceOrder: missing --buyer.kind, --buyer.id, --total, --due": nil,
		"--total: ":       {"--total=10 euros"},
		"--due: ":         {"--due=23.11.2026"},
		"--copies: \"x\"": {"--copies=x"},
		"--urgent: \"perhaps\" is neither true nor false":                            {"--urgent=perhaps"},
		"--items: \"too=x\" is not key=value with one of the keys amount, count, to": {"--items=too=x"},
		"--items: amount: ":                  {"--items=to=x,amount=1"},
		"--items: open nowhere.json":         {"--items=nowhere.json"},
		"--items: not JSON":                  {"--items=[1}"},
		"--labels: not JSON":                 {"--labels=x"},
		"size 5000 is not between 0 and 100": {"--size=5000"},
		"member /items/0/more is unknown":    {`--items={"more":1}`},
		"unknown flag: --colour":             {"--colour=red"},
	} {
		arguments := args
		if args != nil {
			arguments = append(append([]string(nil), least...), args...) // what stands last counts
		}
		_, err := fill(arguments...)
		require.ErrorContains(t, err, want)
	}
}

func TestTextsArePositional(t *testing.T) {
	f := form.New(find, pflag.NewFlagSet("test", pflag.ContinueOnError))
	require.True(t, f.Positional())
	request, err := f.Request([]string{"alice"})
	require.NoError(t, err)
	require.Equal(t, name("alice"), request)
	_, err = f.Request([]string{""})
	require.ErrorContains(t, err, "shop:Find: name is empty")
}

func TestHelpSaysWhatAFlagTakes(t *testing.T) {
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	form.New(place, flags)
	usage := flags.FlagUsages()
	require.Contains(t, usage, "--total amount")
	require.Contains(t, usage, "all of it (required)")
	require.Contains(t, usage, "--items file|json|key=value,…")
	require.Contains(t, usage, "--tags name,…")
	require.Contains(t, usage, "--content json|@file")
	require.Contains(t, usage, "--buyer.kind string")
}

func TestKebab(t *testing.T) {
	for camel, kebab := range map[string]string{
		"Transfer": "transfer", "TransferBatch": "transfer-batch", "AccountByIBAN": "account-by-iban", "endToEnd": "end-to-end",
		"IBANRequest": "iban-request", "MSP": "msp", "RoleHeld": "role-held",
	} {
		require.Equal(t, kebab, form.Kebab(camel))
	}
}
