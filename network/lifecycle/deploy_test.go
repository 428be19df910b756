// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/channel"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/lifecycle/pack"
	"github.com/consort-finance/consort/network/process"
	"github.com/consort-finance/consort/network/topology"
)

// declaration is a consortium of three with one chaincode under two names.
const declaration = `
name: lifecycle
channel:
  name: finance
  batch: {interval: 100ms}
organisations:
  - {name: northbank, orderer: true}
  - {name: southbank}
  - {name: regulator}
chaincodes:
  - {name: echo, path: ./network/lifecycle/testdata/echo, version: "%s", sequence: %d}
  - {name: other, path: ./network/lifecycle/testdata/echo, version: "1.0", sequence: 1, policy: "OutOf(2, 'northbank.peer', 'southbank.peer', 'regulator.peer')"}
`

// site is a running network whose chaincode source the test can change.
type site struct {
	*consortium.Consortium
	t          *testing.T
	chaincodes Chaincodes
	source     string // what stands for testdata/echo/main.go
	dir        string
	log        []string
}

func newSite(t *testing.T) *site {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	s := &site{t: t, dir: t.TempDir(), source: filepath.Join(t.TempDir(), "main.go")}
	s.chaincodes = Chaincodes{Root: root, Progress: s.tell}
	s.write("one")
	// The go command takes this file instead of the one in the tree.
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(root, "network", "lifecycle", "testdata", "echo", "main.go"): s.source,
	}})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o600))
	t.Setenv("GOFLAGS", "-overlay="+file)
	return s
}

func (s *site) tell(line string) {
	s.t.Log(line)
	s.log = append(s.log, line)
}

// write saves the source of echo with another version in it.
func (s *site) write(version string) {
	s.t.Helper()
	data, err := os.ReadFile("testdata/echo/main.go")
	require.NoError(s.t, err)
	changed := strings.Replace(string(data), `version = "one"`, `version = "`+version+`"`, 1)
	require.NoError(s.t, os.WriteFile(s.source, []byte(changed), 0o600))
}

func (s *site) up(version string, sequence int) error {
	declared, err := topology.Parse("test.yaml", fmt.Appendf(nil, declaration, version, sequence))
	require.NoError(s.t, err)
	c, err := consortium.Up(s.t.Context(), consortium.Options{
		Dir: s.dir, Topology: declared, Prepare: s.chaincodes.Prepare, Deploy: s.chaincodes.Deploy, Progress: s.tell,
	})
	if err == nil {
		s.Consortium = c
	}
	return err
}

// remove stops whatever runs, also after a start that failed.
func (s *site) remove() {
	c, err := consortium.Open(s.dir)
	require.NoError(s.t, err)
	require.NoError(s.t, c.Down(context.WithoutCancel(s.t.Context()), true))
}

// network is the channel as the administrator of an organisation sees it.
func (s *site) network(org string) *client.Network {
	s.t.Helper()
	o, err := s.Organisation(org)
	require.NoError(s.t, err)
	peer, err := s.Peer(org)
	require.NoError(s.t, err)
	signer, err := channel.Signer(o.Admin())
	require.NoError(s.t, err)
	connection, err := channel.Dial(peer.Address, peer.TLSRoot)
	require.NoError(s.t, err)
	gateway, err := client.Connect(signer, client.WithClientConnection(connection), client.WithHash(hash.NONE), client.WithSign(signer.Sign))
	require.NoError(s.t, err)
	s.t.Cleanup(func() { gateway.Close(); connection.Close() })
	return gateway.GetNetwork("finance")
}

// versions are what the server of each organisation answers, without a retry.
func (s *site) versions() map[string]string {
	s.t.Helper()
	got := map[string]string{}
	for _, org := range s.Orgs() {
		o, err := s.Organisation(org)
		require.NoError(s.t, err)
		answer, err := s.network(org).GetContract("echo").Evaluate("version", client.WithEndorsingOrganizations(o.MSPID))
		require.NoError(s.t, err, org)
		got[org] = string(answer)
	}
	return got
}

func all(version string) map[string]string {
	return map[string]string{"northbank": version, "southbank": version, "regulator": version}
}

func TestChaincodeOnARunningConsortium(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a network")
	}
	s := newSite(t)
	t.Cleanup(s.remove)
	require.NoError(t, s.up("1.0", 1))
	require.Equal(t, all("one"), s.versions())

	// The first business transaction needs no retry, on either policy.
	for _, name := range []string{"echo", "other"} {
		_, err := s.network("southbank").GetContract(name).SubmitTransaction("put", "k", "v")
		require.NoError(t, err, name)
	}

	t.Run("the peer of another organisation is not served", s.refusesStrangers)
	t.Run("a package that a peer has no values for is refused", s.refusesUnknownPackage)
	t.Run("a swap is live at once", s.swaps)
	t.Run("a source that does not compile changes nothing", s.keepsServersWhenBroken)
	t.Run("a changed definition needs the next sequence", s.refusesChangedDefinition)
	t.Run("a new version takes over", s.upgrades)
	t.Run("dead servers come back", s.revives)
	t.Run("a stopped network swaps nothing", s.refusesWhenStopped)
}

func (s *site) refusesStrangers(t *testing.T) {
	port, err := s.Port("northbank.echo_1.0")
	require.NoError(t, err)
	north, err := s.Organisation("northbank")
	require.NoError(t, err)
	south, err := s.Organisation("southbank")
	require.NoError(t, err)
	root, err := os.ReadFile(north.TLSRoot())
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(root))
	call := func(certificates ...tls.Certificate) error {
		connection, err := tls.Dial("tcp", fmt.Sprintf("%s:%d", identity.Host, port), &tls.Config{
			RootCAs: roots, Certificates: certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS13,
		})
		if err != nil {
			return err
		}
		defer connection.Close()
		if err := connection.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
			return err
		}
		_, err = connection.Read(make([]byte, 1)) // HTTP/2 settings, or the server's refusal
		return err
	}
	pair := func(o identity.Organisation) tls.Certificate {
		loaded, err := tls.LoadX509KeyPair(o.Peer().TLS.Certificate, o.Peer().TLS.Key)
		require.NoError(t, err)
		return loaded
	}
	require.NoError(t, call(pair(north)))
	require.ErrorContains(t, call(pair(south)), "certificate")
	require.ErrorContains(t, call(), "certificate required")
}

func (s *site) refusesUnknownPackage(t *testing.T) {
	n, err := s.chaincodes.of(s.Consortium)
	require.NoError(t, err)
	admins, closeAll, err := n.connect()
	require.NoError(t, err)
	defer closeAll()
	stranger, err := pack.Service("stranger_1.0", fstest.MapFS{})
	require.NoError(t, err)
	err = admins[0].install(t.Context(), &unit{Chaincode: topology.Chaincode{Name: "stranger"}, pack: stranger})
	require.ErrorContains(t, err, "northbank: install stranger")
	require.ErrorContains(t, err, `no entry for key "address_stranger_1_0"`)
}

func (s *site) swaps(t *testing.T) {
	s.write("two")
	start := time.Now()
	require.NoError(t, s.chaincodes.Swap(t.Context(), s.Consortium, "echo"))
	t.Logf("swap took %s", time.Since(start))
	require.Equal(t, all("two"), s.versions())
	_, err := s.network("regulator").GetContract("echo").SubmitTransaction("put", "k", "w")
	require.NoError(t, err)
	require.ErrorContains(t, s.chaincodes.Swap(t.Context(), s.Consortium, "nothing"), "there are echo, other")
}

func (s *site) keepsServersWhenBroken(t *testing.T) {
	s.write(`" + nonsense + "`)
	require.ErrorContains(t, s.chaincodes.Swap(t.Context(), s.Consortium, "echo"), "undefined: nonsense")
	require.Equal(t, all("two"), s.versions())
	s.write("two")
}

func (s *site) refusesChangedDefinition(t *testing.T) {
	require.ErrorContains(t, s.up("1.1", 1), "chaincode echo: version 1.1 (there 1.0) differs from the definition that the channel has at sequence 1: write sequence: 2")
	require.ErrorContains(t, s.up("1.0", 3), "write sequence: 2")
	require.NoFileExists(t, s.Spec("northbank.echo_1.1").PIDFile, "a refused version is not served")
}

func (s *site) upgrades(t *testing.T) {
	s.write("three")
	require.NoError(t, s.up("1.1", 2))
	require.Equal(t, all("three"), s.versions())
	value, err := s.network("northbank").GetContract("echo").EvaluateTransaction("get", "k")
	require.NoError(t, err)
	require.Equal(t, "w", string(value))
	require.NoFileExists(t, s.Spec("northbank.echo_1.0").PIDFile)
	require.FileExists(t, s.Spec("northbank.echo_1.1").PIDFile)
}

func (s *site) revives(t *testing.T) {
	for _, node := range []string{"northbank.echo_1.1", "regulator.other_1.0"} {
		server, running := process.Find(s.Spec(node))
		require.True(t, running, node)
		require.NoError(t, server.Kill(t.Context()))
	}
	start := time.Now()
	require.NoError(t, s.up("1.1", 2))
	t.Logf("revived in %s", time.Since(start))
	require.Equal(t, all("three"), s.versions())
}

func (s *site) refusesWhenStopped(t *testing.T) {
	require.NoError(t, s.Down(t.Context(), false))
	err := s.chaincodes.Swap(t.Context(), s.Consortium, "echo")
	require.ErrorContains(t, err, "northbank.peer does not run: start the network with `up`")
	require.NoError(t, s.up("1.1", 2))
	require.Equal(t, all("three"), s.versions())
	for _, peer := range s.Peers() {
		log, err := os.ReadFile(s.Spec(peer.Node).Log)
		require.NoError(t, err)
		require.NotContains(t, string(log), "could not launch chaincode", "%s started before its servers", peer.Node)
	}
}
