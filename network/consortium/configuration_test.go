// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/consort-finance/consort/network/toolchain"
	"github.com/consort-finance/consort/network/topology"
)

const sample = `# the top
peer:
  address: 0.0.0.0:7051 # where it listens
  # chaincodeAddress:
  tls:
    enabled: false
`

func TestOverlayChangesOnlyWhatIsAsked(t *testing.T) {
	got, err := overlay([]byte(sample), settings{
		"peer.tls.enabled": true, "peer.address": "127.0.0.1:1", "+peer.chaincodeAddress": "127.0.0.1:2",
	})
	require.NoError(t, err)
	require.Contains(t, string(got), "# the top")
	var values map[string]map[string]any
	require.NoError(t, yaml.Unmarshal(got, &values))
	require.Equal(t, map[string]any{
		"address": "127.0.0.1:1", "tls": map[string]any{"enabled": true}, "chaincodeAddress": "127.0.0.1:2",
	}, values["peer"])
}

func TestOverlayRefusesWhatFabricWouldIgnore(t *testing.T) {
	_, err := overlay([]byte(sample), settings{"peer.tls.enable": true})
	require.EqualError(t, err, "setting peer.tls.enable: Fabric's sample has no enable")
	_, err = overlay([]byte(sample), settings{"+peer.address": "x"})
	require.ErrorContains(t, err, "write it without +")
}

func TestShapeIsWhatCannotChange(t *testing.T) {
	base := shape(topology.Small())
	free := topology.Small()
	free.Chaincodes = nil
	free.Organisations[0].Identities = nil
	require.Equal(t, base, shape(free))
	for name, change := range map[string]func(*topology.Topology){
		"channel":  func(t *topology.Topology) { t.Channel.Name = "other" },
		"batch":    func(t *topology.Topology) { t.Channel.Batch.Messages++ },
		"orderer":  func(t *topology.Topology) { t.Organisations[1].Orderer = true },
		"MSP":      func(t *topology.Topology) { t.Organisations[1].MSPID = "X" },
		"one less": func(t *topology.Topology) { t.Organisations = t.Organisations[:2] },
	} {
		other := topology.Small()
		change(other)
		require.NotEqual(t, base, shape(other), name)
	}
}

func TestStateIsReplacedWholeAndPrivate(t *testing.T) {
	dir := t.TempDir()
	want := &state{Version: stateVersion, Shape: "x", Blocks: []int{10_240}, Next: 3, Ports: map[string]int{"northbank.ca": 10_240}}
	require.NoError(t, want.write(dir))
	got, err := readState(dir)
	require.NoError(t, err)
	require.Equal(t, want, got)
	info, err := os.Stat(filepath.Join(dir, stateFile))
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())

	require.NoError(t, os.WriteFile(filepath.Join(dir, stateFile), []byte(`{"version":99}`), 0o600))
	_, err = readState(dir)
	require.ErrorContains(t, err, "version 99")
}

func TestNoNetworkIsSaidPlainly(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(dir)
	require.ErrorIs(t, err, ErrNone)
	_, err = Up(t.Context(), Options{Dir: filepath.Join(dir, "new")})
	require.ErrorIs(t, err, ErrNone)
	require.NoDirExists(t, filepath.Join(dir, "new"))
}

func TestPeersHaveDifferentRetryIntervals(t *testing.T) {
	seen := map[any]bool{}
	for rank := range 6 {
		seen[promptGossip(rank, 6)["peer.gossip.reconnectInterval"]] = true
	}
	require.Len(t, seen, 6)
}

func TestPeersAndOrderersKeepFreedMemoryUnlessToldOtherwise(t *testing.T) {
	tools, err := toolchain.Locate(toolchain.Options{Cache: t.TempDir()})
	require.NoError(t, err)
	c := &Consortium{dir: t.TempDir(), tools: tools}
	for set, want := range map[string]string{"": "GODEBUG=madvdontneed=0", "gctrace=1": "GODEBUG=gctrace=1"} {
		t.Setenv("GODEBUG", set)
		require.Contains(t, c.peerSpec(Peer{}).Env, want)
		require.Contains(t, c.ordererSpec(Orderer{}).Env, want)
	}
}
