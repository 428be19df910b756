// SPDX-License-Identifier: Apache-2.0

package topology_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/network/topology"
)

const valid = `name: consort
channel:
  name: finance
  clock: simulated
  batch: {messages: 10, bytes: 2 MiB, interval: 50ms}
  bft: {forward: 1s, complain: 3s}
organisations:
  - name: northbank
    orderer: true
    identities:
      - {name: maker, party: alice, roles: [account-servicer, governor]}
  - name: southbank
    mspid: SBMSP
chaincodes:
  - name: cash
    path: ./chaincode/cash/cmd/cash
    version: "1.0"
    sequence: 3
    policy: OutOf(2, 'northbank.peer', AND('SBMSP.peer', 'northbank.admin'))
    collections:
      - {name: terms, policy: "OR('northbank.member', 'southbank.member')", requiredPeerCount: 1, maxPeerCount: 2, endorsementPolicy: MAJORITY}
`

func TestParse(t *testing.T) {
	got, err := topology.Parse("c.yaml", []byte(valid))
	require.NoError(t, err)
	require.Equal(t, topology.ClockSimulated, got.Channel.Clock)
	require.Equal(t, topology.Batch{Messages: 10, Bytes: 2 << 20, Interval: 50 * time.Millisecond}, got.Channel.Batch)
	require.Equal(t, time.Second, got.Channel.BFT.Forward)
	require.Equal(t, 4*time.Second, got.Channel.BFT.ViewChange, "what is not written has its default")
	require.Equal(t, []string{"northbank", "southbank"}, got.Names())
	require.Equal(t, "NorthbankMSP", got.Organisations[0].MSPID)
	require.Equal(t, "SBMSP", got.Organisations[1].MSPID)
	maker := got.Organisations[0].Identities[0]
	require.Equal(t, topology.Client, maker.Type)
	require.Equal(t, []role.Role{role.AccountServicer, role.Governor}, maker.Roles)
	cash := got.Chaincodes[0]
	require.EqualValues(t, 3, cash.Sequence)
	require.Equal(t, "OutOf(2, 'NorthbankMSP.peer', AND('SBMSP.peer', 'NorthbankMSP.admin'))", cash.Policy.Signature)
	require.Equal(t, []topology.Collection{{
		Name: "terms", Policy: "OR('NorthbankMSP.member', 'SBMSP.member')", RequiredPeerCount: 1, MaxPeerCount: 2,
		EndorsementPolicy: &topology.CollectionPolicy{ChannelConfigPolicy: "/Channel/Application/Endorsement"},
	}}, cash.Collections)
	require.Equal(t, valid, string(got.Source()))
}

func TestBuiltInTopologiesAreValid(t *testing.T) {
	small := topology.Small()
	require.Len(t, small.Organisations, 3)
	require.Len(t, small.Orderers(), 1)
	full, err := topology.Load("../consortium.yaml")
	require.NoError(t, err)
	require.Equal(t, []string{"northbank", "southbank", "industry", "insurer", "depository", "regulator"}, full.Names())
	require.Len(t, full.Orderers(), 4)
	for _, c := range full.Chaincodes {
		require.Equal(t, topology.Majority(), c.Policy)
	}
}

// TestParseRefuses replaces one text of the valid file by another and expects
// the whole complaint.
func TestParseRefuses(t *testing.T) {
	tests := map[string]struct{ old, new, want string }{
		"unknown field":          {"    orderer: true", "    orderr: true", `c.yaml:9: organisation: unknown field "orderr": write one of name, mspid, orderer, identities`},
		"field twice":            {"    orderer: true", "    orderer: true\n    orderer: false", `c.yaml:10: organisation: field "orderer" is there twice: keep one`},
		"duplicate organisation": {"name: southbank", "name: northbank", `c.yaml:12: organisation "northbank" is there twice (first in line 8): write another`},
		"duplicate MSP":          {"mspid: SBMSP", "mspid: NorthbankMSP", `c.yaml:13: mspid "NorthbankMSP" is there twice (first in line 8): write another`},
		"bad name":               {"name: southbank", "name: South_Bank", `c.yaml:12: organisation name "South_Bank": write 2 to 30 lower-case letters and digits, a letter first`},
		"bad MSP":                {"mspid: SBMSP", "mspid: SB.MSP", `c.yaml:13: mspid "SB.MSP": write 2 to 63 letters and digits, a letter first, such as NorthbankMSP`},
		"name missing":           {"  - name: southbank\n    mspid: SBMSP", "  - mspid: SBMSP", `c.yaml:12: organisation: field "name" is missing`},
		"channel missing":        {"channel:\n  name: finance\n", "channel:\n", `c.yaml:3: channel: field "name" is missing`},
		"nobody orders":          {"orderer: true", "orderer: false", "c.yaml:7: organisations: nobody orders: write `orderer: true` in one of them, or in four to survive the loss of one"},
		"two order":              {"mspid: SBMSP", "mspid: SBMSP\n    orderer: true", "c.yaml:7: organisations: 2 orderers survive no more failures than one does: write `orderer: true` in one, or in four or more"},
		"not a boolean":          {"orderer: true", "orderer: yes", `c.yaml:9: orderer "yes": write true or false`},
		"bad duration":           {"interval: 50ms", "interval: 50", `c.yaml:5: batch interval "50": write a positive duration such as 200ms or 2s`},
		"negative duration":      {"interval: 50ms", "interval: -1s", `c.yaml:5: batch interval "-1s": write a positive duration such as 200ms or 2s`},
		"bad size":               {"2 MiB", "2 MB", `c.yaml:5: batch bytes "2 MB": write a size such as 512 KiB or 10 MiB`},
		"too large":              {"2 MiB", "100 MiB", `c.yaml:5: batch bytes "100 MiB": write 1 KiB to 99 MiB`},
		"no transactions":        {"messages: 10", "messages: 0", `c.yaml:5: batch messages "0": write a whole number, 1 or more`},
		"SmartBFT's order":       {"complain: 3s", "complain: 500ms", "c.yaml:6: bft forward 1s: write at most complain, 500ms"},
		"unknown clock":          {"clock: simulated", "clock: fast", `c.yaml:4: channel clock "fast": write real or simulated`},
		"reserved identity":      {"name: maker", "name: admin", `c.yaml:11: identity "admin": every organisation has one already: write another name`},
		"unknown role":           {"governor]", "king]", `c.yaml:11: role "king" is unknown; roles are [governor`},
		"role twice":             {"governor]", "account-servicer]", `c.yaml:11: role "account-servicer" is there twice: keep one`},
		"bad party":              {"party: alice", "party: \"a\\\"b\"", `c.yaml:11: party "a\"b": write 1 to 64 letters, digits and . _ : / -`},
		"identity type":          {"party: alice", "type: peer", `c.yaml:11: identity type "peer": write client or admin`},
		"organisations no list":  {"organisations:\n", "organisations: none\nrest:\n", `c.yaml:7: organisations: write a list with at least one element`},
		"path missing":           {"    path: ./chaincode/cash/cmd/cash\n", "", `c.yaml:15: chaincode: field "path" is missing`},
		"path out of the module": {"./chaincode/cash/cmd/cash", "../cash", `c.yaml:16: chaincode path "../cash": write a directory below the module root, such as ./chaincode/cash/cmd/cash`},
		"sequence":               {"sequence: 3", "sequence: 0", `c.yaml:18: chaincode sequence "0": write a whole number, 1 or more`},
		"version":                {`version: "1.0"`, `version: "1 0"`, `c.yaml:17: chaincode version "1 0": write letters, digits and . _ + -`},
		"policy syntax":          {"policy: OutOf(2,", "policy: Some(2,", `write MAJORITY, or a rule such as OutOf(2, 'northbank.peer', 'southbank.peer', 'regulator.peer')`},
		"policy of a stranger":   {"OutOf(2, 'northbank.peer'", "OutOf(2, 'westbank.peer'", `unknown organisation "westbank": write one of northbank, southbank`},
		"policy role":            {"'northbank.admin'", "'northbank.king'", `principal 'northbank.king': write organisation.role with role one of member, peer, client, admin, orderer`},
		"policy never":           {"OutOf(2, 'northbank", "OutOf(3, 'northbank", `OutOf(3) over 2 operands can never mean anything: write 1 to 2`},
		"policy open":            {"'northbank.admin'))", "'northbank.admin')", `write MAJORITY, or a rule such as`},
		"policy and more":        {"'northbank.admin'))", "'northbank.admin')) x", `nothing may follow the closing parenthesis, here "x"`},
		"policy stray character": {"'northbank.admin'))", "'northbank.admin');)", `write MAJORITY, or a rule such as`},
		"collection of majority": {"policy: \"OR('northbank.member', 'southbank.member')\"", "policy: MAJORITY", `c.yaml:21: collection terms: policy names its members: write such as OR('northbank.member', 'regulator.member')`},
		"collection counts":      {"requiredPeerCount: 1", "requiredPeerCount: 3", `c.yaml:21: collection terms: requiredPeerCount 3: write at most maxPeerCount, 2`},
		"collection name":        {"{name: terms", "{name: _terms", `c.yaml:21: collection name "_terms": write letters, digits, - and _, no _ first`},
		"not YAML":               {"  clock: simulated", "\tclock: simulated", "not YAML: found a tab character that violates indentation"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, valid, test.old, "the test must change something")
			_, err := topology.Parse("c.yaml", []byte(strings.Replace(valid, test.old, test.new, 1)))
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestParseRefusesAnEmptyFile(t *testing.T) {
	_, err := topology.Parse("c.yaml", []byte("# nothing\n"))
	require.EqualError(t, err, "c.yaml:1: the file is empty: write channel, organisations and chaincodes")
}

func TestParseTellsAllMistakesInOrder(t *testing.T) {
	text := strings.NewReplacer("sequence: 3", "sequence: x", "interval: 50ms", "interval: soon").Replace(valid)
	_, err := topology.Parse("c.yaml", []byte(text))
	var refused *topology.Error
	require.ErrorAs(t, err, &refused)
	require.Len(t, refused.Problems, 2)
	require.Equal(t, 5, refused.Problems[0].Line)
	require.Equal(t, 18, refused.Problems[1].Line)
}

func TestUnknownNamesListWhoThereIs(t *testing.T) {
	small := topology.Small()
	_, err := small.Organisation("eastbank")
	require.EqualError(t, err, `no organisation "eastbank": there are northbank, southbank, regulator`)
	_, err = small.Chaincode("gold")
	require.EqualError(t, err, `no chaincode "gold": there are parties, cash, supplychain, securities, insurance, probe`)
}

func TestCheckChaincodes(t *testing.T) {
	root := t.TempDir()
	parsed, err := topology.Parse("c.yaml", []byte(valid))
	require.NoError(t, err)
	require.ErrorContains(t, parsed.CheckChaincodes(root), "c.yaml:15: chaincode cash: no Go package at ./chaincode/cash/cmd/cash")
	dir := filepath.Join(root, "chaincode", "cash", "cmd", "cash")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main"), 0o644))
	require.NoError(t, parsed.CheckChaincodes(root))
}

func TestCollectionsFromAFile(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "collections.json")
	c := topology.Chaincode{Name: "cash", CollectionsFile: "collections.json"}
	_, err := c.LoadCollections(root)
	require.ErrorContains(t, err, "collections of cash")
	require.NoError(t, os.WriteFile(file, []byte(`[{"name":"terms","policy":"OR('A.member')","maxPeerCount":1}]`), 0o644))
	got, err := c.LoadCollections(root)
	require.NoError(t, err)
	require.Equal(t, []topology.Collection{{Name: "terms", Policy: "OR('A.member')", MaxPeerCount: 1}}, got)
	require.NoError(t, os.WriteFile(file, []byte(`[{"nome":"terms"}]`), 0o644))
	_, err = c.LoadCollections(root)
	require.ErrorContains(t, err, `unknown field "nome"`)
}

func TestModuleRoot(t *testing.T) {
	root, err := topology.ModuleRoot(".")
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(root, "go.mod"))
	_, err = topology.ModuleRoot("/")
	require.ErrorContains(t, err, "no go.mod")
}
