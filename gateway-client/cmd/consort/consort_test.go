// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"errors"
	"iter"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// canned answers every call with the same bytes, but for queries that have an answer of their own, and remembers the last one.
type canned struct {
	identity gatewayclient.Identity
	answer   string
	answers  map[string]string
	refuse   error
	code     peer.TxValidationCode
	last     gatewayclient.Call
	blocks   []gatewayclient.Block
	order    chan gatewayclient.Block
}

func newCanned(answer string) *canned {
	sign := func([]byte) ([]byte, error) { return []byte("signature"), nil }
	return &canned{
		identity: gatewayclient.Identity{MSP: "NorthbankMSP", Certificate: certificate(), Sign: sign},
		answer:   answer, order: make(chan gatewayclient.Block, 9),
	}
}

// certificate is alice's, with attributes as fabric-ca puts them.
func certificate() []byte {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "alice"}, ExtraExtensions: []pkix.Extension{{
		Id:    asn1.ObjectIdentifier{1, 2, 3, 4, 5, 6, 7, 8, 1},
		Value: []byte(`{"attrs":{"consort.party":"acme","consort.role":"account-servicer"}}`),
	}}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func (c *canned) Identity() gatewayclient.Identity { return c.identity }
func (c *canned) Close() error                     { return nil }

func (c *canned) Propose(call gatewayclient.Call) (*gatewayclient.Proposal, error) {
	c.last = call
	return &gatewayclient.Proposal{TxID: "ab12"}, nil
}

func (c *canned) Evaluate(context.Context, *gatewayclient.Proposal) ([]byte, error) {
	if answer, is := c.answers[string(c.last.Args[0])]; is {
		return []byte(answer), nil
	}
	return []byte(c.answer), c.refuse
}

func (c *canned) Endorse(context.Context, *gatewayclient.Proposal) (*gatewayclient.Envelope, error) {
	return &gatewayclient.Envelope{TxID: "ab12", Channel: "finance", Result: []byte(c.answer)}, c.refuse
}

func (c *canned) Submit(context.Context, *gatewayclient.Envelope) error {
	c.order <- gatewayclient.Block{Number: 1, Transactions: []gatewayclient.Transaction{{TxID: "ab12", Code: c.code}}}
	return nil
}

func (c *canned) Blocks(ctx context.Context, _ string, from uint64, detail gatewayclient.Detail) iter.Seq2[gatewayclient.Block, error] {
	return func(yield func(gatewayclient.Block, error) bool) {
		for _, block := range c.blocks {
			if block.Number >= from && !yield(block, nil) {
				return
			}
		}
		for detail == gatewayclient.Codes {
			select {
			case block := <-c.order:
				yield(block, nil)
			case <-ctx.Done():
				return
			}
		}
	}
}

func (c *canned) Height(context.Context, string) (uint64, error) {
	return uint64(max(1, len(c.blocks))), nil
}

func (c *canned) Status(context.Context, string, string) (gatewayclient.Commit, error) {
	return gatewayclient.Commit{}, gatewayclient.ErrNotFound
}

// run is one run of the program: what it printed, and its exit code.
func run(t *testing.T, transport *canned, args ...string) (out, errOut string, code int) {
	t.Helper()
	a := &app{getenv: func(string) string { return "" }}
	if transport != nil {
		client, err := gatewayclient.New(t.Context(), transport, "finance", gatewayclient.Defaults(gatewayclient.CommitTimeout(300*time.Millisecond), gatewayclient.Retry(gatewayclient.Retries{})))
		require.NoError(t, err)
		defer client.Close() //nolint:errcheck // the run is over
		a.client = client
	}
	var stdout, stderr bytes.Buffer
	root := a.root()
	root.SetArgs(args)
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	code = a.report(root.ExecuteContext(t.Context()), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

var payment = []string{"cash", "transfer", "--from", "alice", "--to", "bob", "--amount", "100.00 EUR"}

func TestTransferIsACommand(t *testing.T) {
	transport := newCanned(`{"txId":"ab12","date":"2026-11-23","legs":1}`)
	out, _, code := run(t, transport, append(payment, "--reference", "INV-1", "--endorse", "NorthbankMSP,SouthbankMSP")...)
	require.Equal(t, exitDone, code)
	require.Equal(t, "txId  ab12\ndate  2026-11-23\nlegs  1\n\ncommitted in block 1 as transaction ab12, reference INV-1\n", out)
	require.Equal(t, "cash", transport.last.Chaincode)
	require.Equal(t, []string{"NorthbankMSP", "SouthbankMSP"}, transport.last.Organisations)
	require.Equal(t, `cash:Transfer {"from":"alice","to":"bob","amount":{"amount":"10000","currency":"EUR"}} INV-1`, string(bytes.Join(transport.last.Args, []byte(" "))))
}

func TestJSONIsForMachines(t *testing.T) {
	out, _, code := run(t, newCanned(`{"legs":1}`), append(payment, "--json", "--reference", "INV-1")...)
	require.Equal(t, exitDone, code)
	require.JSONEq(t, `{"result":{"legs":1},"txId":"ab12","block":1,"reference":"INV-1"}`, out)
	out, _, _ = run(t, newCanned(`{"posted":{"amount":"1","currency":"EUR"}}`), "cash", "balance", "alice", "--json")
	require.JSONEq(t, `{"posted":{"amount":"1","currency":"EUR"}}`, out)
}

func TestAnswersAreTables(t *testing.T) {
	transport := newCanned(`{"items":[{"id":"a","amount":{"amount":"150","currency":"EUR"},"owner":{"msp":"M"}},{"id":"b","note":"x","tags":["p","q"]}],"next":"n1"}`)
	out, _, _ := run(t, transport, "cash", "modules", "--at", "SouthbankMSP")
	require.Equal(t, "next  n1\n\nitems:\nID  AMOUNT    OWNER.MSP  NOTE  TAGS\na   1.50 EUR  M\nb                        x     p, q\n", trimmed(out))
	require.Equal(t, []string{"SouthbankMSP"}, transport.last.Organisations)
}

// trimmed takes trailing blanks off lines.
func trimmed(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func TestExitCodesTellFailuresApart(t *testing.T) {
	refused := newCanned("")
	refused.refuse = cash.InsufficientFunds.New("account alice is short of 1.00 EUR")
	out, errOut, code := run(t, refused, payment...)
	require.Equal(t, exitRefused, code)
	require.Empty(t, out)
	require.Equal(t, "consort: refused: INSUFFICIENT_FUNDS: account alice is short of 1.00 EUR\n", errOut)
	out, _, code = run(t, refused, append(payment, "--json")...)
	require.Equal(t, exitRefused, code)
	require.JSONEq(t, `{"error":{"code":"INSUFFICIENT_FUNDS","sentence":"account alice is short of 1.00 EUR","status":409}}`, out)

	away := newCanned("")
	away.refuse = errors.New("connection refused")
	_, errOut, code = run(t, away, payment...)
	require.Equal(t, exitUsage, code)
	require.Equal(t, "consort: endorse: connection refused\n", errOut)

	invalid := newCanned(`{}`)
	invalid.code = peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE
	_, errOut, code = run(t, invalid, payment...)
	require.Equal(t, exitInvalid, code)
	require.Contains(t, errOut, "invalid in block 1: ENDORSEMENT_POLICY_FAILURE")

	silent := newCanned(`{}`)
	silent.order = make(chan gatewayclient.Block, 100)
	silent.blocks = []gatewayclient.Block{{Number: 7}} // the stream tells of no block in turn
	_, errOut, code = run(t, silent, append(payment, "--reference", "INV-9")...)
	require.Equal(t, exitUnknown, code)
	require.Contains(t, errOut, "try again with --reference INV-9")
}

func TestUsageMistakesAreOneLine(t *testing.T) {
	for want, args := range map[string][]string{
		"cash:Transfer: missing --to, --amount":                {"cash", "transfer", "--from", "alice"},
		"--amount: ":                                           {"cash", "transfer", "--from", "a", "--to", "b", "--amount", "100"},
		"accepts 1 arg(s), received 0":                         {"cash", "balance"},
		"unknown command \"pay\"":                              {"pay"},
		"unknown flag: --colour":                               {"cash", "balance", "alice", "--colour"},
		"\"Transfer\" is not chaincode:Function":               {"submit", "Transfer", "{}"},
		"cash:Balance: use consort query for it":               {"submit", "cash:Balance", `"alice"`},
		"whom to connect to: give --network, --org and --user": {"whoami"},
	} {
		_, errOut, code := run(t, nil, args...)
		require.Equal(t, exitUsage, code)
		require.Contains(t, errOut, want)
		require.Equal(t, 1, strings.Count(errOut, "\n"), "one line: %s", errOut)
	}
}

func TestRawCalls(t *testing.T) {
	transport := newCanned(`{}`)
	_, _, code := run(t, transport, "submit", "other:Deposit", `{"a":1}`, "--transient", "secret={}")
	require.Equal(t, exitDone, code)
	require.Equal(t, map[string][]byte{"secret": []byte("{}")}, transport.last.Transient)
	file := filepath.Join(t.TempDir(), "request.json")
	require.NoError(t, os.WriteFile(file, []byte(`"alice"`), 0o600))
	_, _, code = run(t, transport, "query", "cash:Balance", "@"+file)
	require.Equal(t, exitDone, code)
	require.Equal(t, `"alice"`, string(transport.last.Args[1]))
	_, _, _ = run(t, transport, "submit", "parties:DepositEvidence", `{}`)
	require.Equal(t, []string{"NorthbankMSP"}, transport.last.Organisations, "a confidential call goes to the own organisation")
}

func TestGovernedCallsAreProposed(t *testing.T) {
	transport := newCanned(`{}`)
	_, _, code := run(t, transport, "cash", "set-currency", "--resolution", "eur", "--currency", "EUR", "--reserve-age", "2", "--propose", "we deal in euro")
	require.Equal(t, exitDone, code)
	require.Equal(t, "parties", transport.last.Chaincode)
	var request map[string]string
	require.NoError(t, json.Unmarshal(transport.last.Args[1], &request))
	require.Equal(t, map[string]string{
		"id": "eur", "endpoint": "cash:SetCurrency", "reason": "we deal in euro",
		"request": `{"resolution":"eur","currency":"EUR","reserveAge":2}`,
	}, request)
}

func TestPeerCommandIsPrintedAndNotCarriedOut(t *testing.T) {
	out, _, code := run(t, nil, append(payment, "--show-peer", "--channel", "finance", "--reference", "INV-1")...)
	require.Equal(t, exitDone, code)
	require.Contains(t, out, `-C 'finance' -n 'cash' -c '{"Args":["cash:Transfer","{\"from\":\"alice\",\"to\":\"bob\",\"amount\":{\"amount\":\"10000\",\"currency\":\"EUR\"}}","INV-1"]}'`)
	require.Contains(t, out, "peer chaincode invoke")
	out, _, _ = run(t, nil, "cash", "balance", "alice", "--show-peer")
	require.Equal(t, `peer chaincode query -C "$CHANNEL_NAME" -n 'cash' -c '{"Args":["cash:Balance","\"alice\""]}'`+"\n", out)
	out, _, _ = run(t, nil, "cash", "balance", "alice", "--show-peer", "--org", "northbank", "--user", "alice")
	require.Contains(t, out, "CORE_PEER_MSPCONFIGPATH='.consort/orgs/northbank/users/alice/msp' \\\npeer chaincode query")
	require.Equal(t, `'o'\''clock'`, quote("o'clock"))
	for _, command := range []string{"keeper", "recover", "events", "whoami"} {
		_, problem, code := run(t, ledgerOf(t), command, "--show-peer")
		require.Equal(t, 1, code, command)
		require.Contains(t, problem, "was not carried out", command)
	}
}

func TestWhoami(t *testing.T) {
	out, _, code := run(t, newCanned(""), "whoami", "--json")
	require.Equal(t, exitDone, code)
	var who person
	require.NoError(t, json.Unmarshal([]byte(out), &who))
	require.Equal(t, []string{"NorthbankMSP", "alice", "acme", "account-servicer", "finance"}, []string{who.MSP, who.Name, who.Party, who.Roles, who.Channel})
}

// ledgerOf has one valid and one invalid payment of alice.
func ledgerOf(t *testing.T) *canned {
	t.Helper()
	transport := newCanned("")
	event := cash.Posted.Of("ab12", cash.PostedEvent{Operation: cash.Transferred, Date: date.MustParse("2026-11-23")})
	payload, err := protocol.Marshal(protocol.Envelope{Version: 1, Chaincode: "cash", Events: []protocol.Event{event}})
	require.NoError(t, err)
	for i, code := range []peer.TxValidationCode{peer.TxValidationCode_VALID, peer.TxValidationCode_MVCC_READ_CONFLICT} {
		transport.blocks = append(transport.blocks, gatewayclient.Block{Number: uint64(i), Transactions: []gatewayclient.Transaction{{
			TxID: "ab12", Code: code, Event: &gatewayclient.ChaincodeEvent{Chaincode: "cash", Payload: payload},
			Origin: &gatewayclient.Origin{
				Time: time.Date(2026, 11, 23, 8, 0, i, 0, time.UTC), MSP: "NorthbankMSP", Certificate: transport.identity.Certificate,
				Chaincode: "cash", Args: [][]byte{[]byte("cash:Transfer"), []byte(`{"from":"alice","to":"bob"}`), []byte("INV-1")},
			},
		}}})
	}
	return transport
}

func TestEventsAreThoseOfValidTransactions(t *testing.T) {
	out, _, code := run(t, ledgerOf(t), "events", "--type", "cash:Posted")
	require.Equal(t, exitDone, code)
	require.Equal(t, 1, strings.Count(out, "\n"))
	require.Contains(t, out, "cash:Posted")
	out, _, _ = run(t, ledgerOf(t), "events", "--type", "cash:Other")
	require.Empty(t, out)
	out, _, _ = run(t, ledgerOf(t), "events", "--json")
	require.Contains(t, out, `"chaincode":"cash","event":{"type":"cash:Posted"`)
}

func TestHistoryTellsWhoDidWhat(t *testing.T) {
	out, _, code := run(t, ledgerOf(t), "history", "bob", "--mine")
	require.Equal(t, exitDone, code)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.Len(t, lines, 2)
	require.Regexp(t, `0  2026-11-23T08:00:00Z  ab12  NorthbankMSP/alice +cash:Transfer +VALID +INV-1`, lines[0])
	require.Contains(t, lines[1], "MVCC_READ_CONFLICT")
	out, _, _ = run(t, ledgerOf(t), "history", "carol")
	require.Empty(t, out)
	out, _, _ = run(t, ledgerOf(t), "history", "--from", "1", "--json")
	require.Contains(t, out, `"code":"MVCC_READ_CONFLICT"`)
}

func TestRecoverTellsWhatIsKnown(t *testing.T) {
	out, _, code := run(t, newCanned(""), "recover")
	require.Equal(t, exitDone, code)
	require.Equal(t, "nothing is unknown\n", out)
}

// A network of the runner is found by its places.
func TestNetworkIsFound(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "orgs", "northbank", "users", "alice"), 0o700))
	_, errOut, _ := run(t, nil, "whoami", "--network", root, "--org", "eastbank")
	require.Contains(t, errOut, `--org "eastbank": there are northbank`)
	_, errOut, _ = run(t, nil, "whoami", "--network", root, "--org", "northbank", "--user", "eve")
	require.Contains(t, errOut, "connection-northbank.yaml")
	_, errOut, _ = run(t, nil, "whoami", "--network", filepath.Join(root, "none"), "--org", "northbank")
	require.Contains(t, errOut, "start one with `go run ./network up`")
}

// No field of a request hides a flag of the program, and none is there twice.
func TestFlagsOfAllEndpointsFit(t *testing.T) {
	a := &app{getenv: func(string) string { return "" }}
	root := a.root()
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		cmd.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) {
			require.Nil(t, root.PersistentFlags().Lookup(flag.Name), "%s --%s", cmd.CommandPath(), flag.Name)
		})
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(root)
}

func TestHelpDocumentsExitCodes(t *testing.T) {
	out, _, code := run(t, nil, "--help")
	require.Equal(t, exitDone, code)
	require.Contains(t, out, exitHelp)
}
