// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"crypto/x509/pkix"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

var badArguments = []struct {
	name string
	args []string
	code protocol.Code
}{
	{"no argument", nil, protocol.UnknownFunction},
	{"empty function", []string{""}, protocol.UnknownFunction},
	{"unknown function", []string{"notes:Burn", "{}", "r"}, protocol.UnknownFunction},
	{"lower-case alias", []string{"notes:bump", `{"id":"a","by":1}`, "r"}, protocol.UnknownFunction},
	{"bare function", []string{"Bump", `{"id":"a","by":1}`, "r"}, protocol.UnknownFunction},
	{"another chaincode's function", []string{"relay:Forward", `{}`, "r"}, protocol.UnknownFunction},
	{"promoted method", []string{"notes:Validate", `{}`, "r"}, protocol.UnknownFunction},
	{"metadata with an argument", []string{"org.hyperledger.fabric:GetMetadata", "{}"}, protocol.UnknownFunction},
	{"no request", []string{"notes:Bump"}, protocol.InvalidArgument},
	{"extra argument", []string{"notes:Bump", `{"id":"a","by":1}`, "r", "x"}, protocol.InvalidArgument},
	{"query with a reference", []string{"notes:Read", `"a"`, "r"}, protocol.InvalidArgument},
	{"no reference", []string{"notes:Bump", `{"id":"a","by":1}`}, protocol.ReferenceMissing},
	{"empty reference", []string{"notes:Bump", `{"id":"a","by":1}`, ""}, protocol.ReferenceMissing},
	{"reference with a space", []string{"notes:Bump", `{"id":"a","by":1}`, "a b"}, protocol.InvalidArgument},
	{"reference with NUL", []string{"notes:Bump", `{"id":"a","by":1}`, "a\x00b"}, protocol.InvalidArgument},
	{"long reference", []string{"notes:Bump", `{"id":"a","by":1}`, strings.Repeat("r", 65)}, protocol.InvalidArgument},
	{"malformed JSON", []string{"notes:Bump", `{"id":"a","by":1`, "r"}, protocol.InvalidArgument},
	{"empty JSON", []string{"notes:Bump", ``, "r"}, protocol.InvalidArgument},
	{"trailing data", []string{"notes:Bump", `{"id":"a","by":1}{}`, "r"}, protocol.InvalidArgument},
	{"unknown field", []string{"notes:Bump", `{"id":"a","by":1,"x":1}`, "r"}, protocol.InvalidArgument},
	{"field of another case", []string{"notes:Bump", `{"ID":"a","by":1}`, "r"}, protocol.InvalidArgument},
	{"duplicate key", []string{"notes:Bump", `{"id":"a","by":1,"by":2}`, "r"}, protocol.InvalidArgument},
	{"null", []string{"notes:Bump", `null`, "r"}, protocol.InvalidArgument},
	{"null field", []string{"notes:Bump", `{"id":null,"by":1}`, "r"}, protocol.InvalidArgument},
	{"array", []string{"notes:Bump", `[]`, "r"}, protocol.InvalidArgument},
	{"empty object", []string{"notes:Bump", `{}`, "r"}, protocol.InvalidArgument},
	{"text for a number", []string{"notes:Bump", `{"id":"a","by":"1"}`, "r"}, protocol.InvalidArgument},
	{"fraction for a number", []string{"notes:Bump", `{"id":"a","by":1.5}`, "r"}, protocol.InvalidArgument},
	{"exponent for a number", []string{"notes:Bump", `{"id":"a","by":1e3}`, "r"}, protocol.InvalidArgument},
	{"zero", []string{"notes:Bump", `{"id":"a","by":0}`, "r"}, protocol.InvalidArgument},
	{"negative", []string{"notes:Bump", `{"id":"a","by":-1}`, "r"}, protocol.InvalidArgument},
	{"overflow", []string{"notes:Bump", `{"id":"a","by":9223372036854775808}`, "r"}, protocol.InvalidArgument},
	{"invalid UTF-8", []string{"notes:Bump", "{\"id\":\"a\xff\",\"by\":1}", "r"}, protocol.InvalidArgument},
	{"NUL in an identifier", []string{"notes:Bump", `{"id":"a\u0000b","by":1}`, "r"}, protocol.InvalidArgument},
	{"delimiter in an identifier", []string{"notes:Bump", `{"id":"a\udbff\udfff","by":1}`, "r"}, protocol.InvalidArgument},
	{"raw delimiter in an identifier", []string{"notes:Bump", "{\"id\":\"a\U0010FFFF\",\"by\":1}", "r"}, protocol.InvalidArgument},
	{"depth", []string{"notes:Bump", strings.Repeat("[", 100_000), "r"}, protocol.InvalidArgument},
	{"1 MB argument", []string{"notes:Bump", `{"id":"` + strings.Repeat("a", 1<<20) + `","by":1}`, "r"}, protocol.TooLarge},
	{"1 MB function", []string{strings.Repeat("a", 1<<20)}, protocol.TooLarge},
	{"1 MB reference", []string{"notes:Bump", `{"id":"a","by":1}`, strings.Repeat("r", 1<<20)}, protocol.TooLarge},
	{"page too large", []string{"notes:List", `{"size":1001}`}, protocol.InvalidArgument},
	{"page of a negative size", []string{"notes:List", `{"size":-1}`}, protocol.InvalidArgument},
	{"page after nothing", []string{"notes:List", `{"after":"?"}`}, protocol.InvalidArgument},
}

func TestBadArgumentsAreRefused(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for _, test := range badArguments {
		t.Run(test.name, func(t *testing.T) {
			_, err := c.raw(c.alice, "notes", test.args...)
			require.ErrorIs(t, err, test.code)
			require.Less(t, len(err.Error()), 400, "nobody's megabyte is echoed")
		})
	}
	require.Empty(t, c.Crashes())
	require.Zero(t, c.count(t, "a"))
}

func TestTenThousandBadArgumentsLeaveNothingBehind(t *testing.T) {
	c := newChannel(t)
	flood := func(n int) {
		for i := range n {
			test := badArguments[i%len(badArguments)]
			_, err := c.raw(c.alice, "notes", test.args...)
			require.Error(t, err)
		}
	}
	flood(1000)
	goroutines, memory := runtime.NumGoroutine(), heap()
	flood(10_000)
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	require.Less(t, heap(), memory+8<<20)
	require.Empty(t, c.Crashes())
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestPanicIsAnsweredAndTheProcessLives(t *testing.T) {
	c := newChannel(t)
	for _, deed := range []string{"panic", "nothing", "plain error", "unread", "nobody"} {
		_, _, err := submit(c, c.alice, misbehave, misdeed{deed, "x"}, "r")
		require.ErrorIs(t, err, protocol.Internal, deed)
		require.NotContains(t, err.Error(), "private", deed)
	}
	require.Empty(t, c.Crashes())
	c.write(t, "a")
}

func TestBadIdentitiesAreRefused(t *testing.T) {
	c := newChannel(t)
	c.write(t, "a")
	for name, opt := range map[string]ledgertest.IdentityOption{
		"attributes that are no JSON":     ledgertest.RawAttributes([]byte("hello")),
		"attributes that are nothing":     ledgertest.RawAttributes([]byte{}),
		"attributes of a wrong shape":     ledgertest.RawAttributes([]byte(`{"attrs":[1]}`)),
		"attributes that are null":        ledgertest.RawAttributes([]byte(`{"attrs":null}`)),
		"attributes said twice":           ledgertest.RawAttributes([]byte(`{"attrs":{"consort.role":"x","consort.role":"auditor"}}`)),
		"a party that is no identifier":   ledgertest.RawAttributes([]byte(`{"attrs":{"consort.party":"a b"}}`)),
		"a certificate without a name":    ledgertest.Subject(pkix.Name{OrganizationalUnit: []string{"client"}}),
		"a certificate without a unit":    ledgertest.Subject(pkix.Name{CommonName: "x"}),
		"a peer's certificate":            ledgertest.Unit("peer"),
		"an orderer's certificate":        ledgertest.Unit("orderer"),
		"a certificate of another member": ledgertest.ClaimMSP("SouthbankMSP"),
		"an expired certificate":          ledgertest.Expired(),
	} {
		id := c.Identity("NorthbankMSP", "x", nil, opt)
		_, _, err := submit(c, id, bumpEndpoint, bump{"a", 1}, "r")
		require.Error(t, err, name)
	}
	require.Empty(t, c.Crashes())
	require.Zero(t, c.count(t, "a"))
}

// A stub with a creator that no peer would let through shows what the kernel itself refuses.
func TestCreatorsAreReadWithoutPanic(t *testing.T) {
	c := newChannel(t)
	cc := newNotes(t, c)
	expired := c.Identity("NorthbankMSP", "x", nil, ledgertest.Expired())
	early := c.Identity("NorthbankMSP", "x", nil, ledgertest.Validity(c.Now().Add(time.Hour), c.Now().Add(2*time.Hour)))
	for name, creator := range map[string][]byte{
		"nothing": nil, "noise": []byte("noise"), "expired": expired.Creator(), "not yet valid": early.Creator(),
		"a node's":        c.Identity("NorthbankMSP", "x", nil, ledgertest.Unit("peer")).Creator(),
		"without node OU": c.Identity("NorthbankMSP", "x", nil, ledgertest.Unit("guest")).Creator(),
		"a node's and a client's": c.Identity("NorthbankMSP", "x", nil,
			ledgertest.Subject(pkix.Name{CommonName: "x", OrganizationalUnit: []string{"client", "peer"}})).Creator(),
		"without member":          c.Identity("NorthbankMSP", "x", nil, ledgertest.ClaimMSP("")).Creator(),
		"malformed attributes":    c.Identity("NorthbankMSP", "x", nil, ledgertest.RawAttributes([]byte("{"))).Creator(),
		"a certificate cut short": c.alice.Creator()[:300],
		"two certificates":        append(c.alice.Creator(), c.alice.Creator()...)[:len(c.alice.Creator())+20],
	} {
		response := cc.Invoke(&proposalStub{creator: creator, now: c.Now(), args: []string{"notes:Read", `"a"`}})
		require.Equal(t, int32(403), response.GetStatus(), "%s: %s", name, response.GetMessage())
		require.Contains(t, response.GetMessage(), "IDENTITY_REFUSED", name)
	}
}

func TestMalformedProposalsAreRefused(t *testing.T) {
	c := newChannel(t)
	cc := newNotes(t, c)
	for name, damage := range map[string]func(*peer.Proposal){
		"no header":        func(p *peer.Proposal) { p.Header = nil },
		"header of noise":  func(p *peer.Proposal) { p.Header = []byte("noise") },
		"payload of noise": func(p *peer.Proposal) { p.Payload = []byte("noise") },
		"no payload":       func(p *peer.Proposal) { p.Payload = nil },
		"no chaincode": func(p *peer.Proposal) {
			p.Header = headerBytes(t, c.alice.Creator(), &common.ChannelHeader{ChannelId: "finance", TxId: "tx"})
		},
	} {
		stub := &proposalStub{creator: c.alice.Creator(), now: c.Now(), args: []string{"notes:Read", `"a"`}, damage: damage}
		response := cc.Invoke(stub)
		require.Equal(t, int32(403), response.GetStatus(), "%s: %s", name, response.GetMessage())
		require.Contains(t, response.GetMessage(), "CALLER_REFUSED", name)
	}
	response := cc.Invoke(&proposalStub{unsigned: true})
	require.Contains(t, response.GetMessage(), "CALLER_REFUSED")
}

func headerBytes(t testing.TB, creator []byte, channel proto.Message) []byte {
	t.Helper()
	signature, err := proto.Marshal(&common.SignatureHeader{Creator: creator})
	require.NoError(t, err)
	channelBytes, err := proto.Marshal(channel)
	require.NoError(t, err)
	header, err := proto.Marshal(&common.Header{ChannelHeader: channelBytes, SignatureHeader: signature})
	require.NoError(t, err)
	return header
}

func FuzzInvoke(f *testing.F) {
	c := newChannel(f)
	cc := newNotes(f, c)
	for _, test := range badArguments {
		if len(test.args) > 1 {
			f.Add(test.args[0], test.args[1], strings.Join(test.args[2:], ","))
		}
	}
	f.Fuzz(func(t *testing.T, function, request, reference string) {
		stub := &proposalStub{creator: c.alice.Creator(), now: c.Now(), args: []string{function, request, reference}}
		response := cc.Invoke(stub)
		if response.GetStatus() == 500 {
			t.Fatal(response.GetMessage())
		}
		if response.GetStatus() != 200 && !strings.Contains(response.GetMessage(), ": ") {
			t.Fatalf("%q is no fault", response.GetMessage())
		}
	})
}
