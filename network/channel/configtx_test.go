// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/consort-finance/consort/network/topology"
)

func plan() Plan {
	small := topology.Small()
	return Plan{Channel: small.Channel, Members: []Member{
		{Name: "northbank", MSPID: "NorthbankMSP", MSPDir: "/n/msp", Anchor: Endpoint{"127.0.0.1", 7051},
			Orderer: &Consenter{Endpoint: Endpoint{"127.0.0.1", 7050}, ID: 1, Identity: "/n/cert.pem", TLSCertificate: "/n/server.crt"}},
		{Name: "regulator", MSPID: "RegulatorMSP", MSPDir: "/r/msp", Anchor: Endpoint{"127.0.0.1", 8051}},
	}}
}

// rendered is the part of configtx.yaml in which mistakes would hide.
type rendered struct {
	Organizations []map[string]any `yaml:"Organizations"`
	Profiles      map[string]struct {
		Capabilities map[string]bool `yaml:"Capabilities"`
		Orderer      struct {
			OrdererType      string           `yaml:"OrdererType"`
			SmartBFT         map[string]any   `yaml:"SmartBFT"`
			BatchSize        map[string]int   `yaml:"BatchSize"`
			ConsenterMapping []map[string]any `yaml:"ConsenterMapping"`
			Organizations    []map[string]any `yaml:"Organizations"`
		} `yaml:"Orderer"`
		Application struct {
			Policies      map[string]map[string]string `yaml:"Policies"`
			Organizations []map[string]any             `yaml:"Organizations"`
		} `yaml:"Application"`
	} `yaml:"Profiles"`
}

func TestConfigtx(t *testing.T) {
	data, err := plan().configtx()
	require.NoError(t, err)
	var r rendered
	require.NoError(t, yaml.Unmarshal(data, &r))
	p := r.Profiles[profile]
	require.Equal(t, map[string]bool{"V3_0": true}, p.Capabilities)
	require.Equal(t, "BFT", p.Orderer.OrdererType)
	require.Equal(t, []map[string]any{{
		"ID": 1, "Host": "127.0.0.1", "Port": 7050, "MSPID": "NorthbankMSP",
		"Identity": "/n/cert.pem", "ClientTLSCert": "/n/server.crt", "ServerTLSCert": "/n/server.crt",
	}}, p.Orderer.ConsenterMapping)
	require.Equal(t, "500ms", p.Orderer.SmartBFT["RequestForwardTimeout"])
	require.Equal(t, (200 * time.Millisecond).String(), p.Orderer.SmartBFT["RequestBatchMaxInterval"])
	require.Equal(t, 500, p.Orderer.BatchSize["MaxMessageCount"])
	require.Len(t, p.Orderer.Organizations, 1, "only those that order")
	require.Len(t, p.Application.Organizations, 2)
	require.Equal(t, "MAJORITY Endorsement", p.Application.Policies["LifecycleEndorsement"]["Rule"])
	require.Equal(t, "MAJORITY Admins", p.Application.Policies["Admins"]["Rule"])
	requireNamedPolicies(t, p.Application.Policies)
	for _, o := range r.Organizations {
		require.Len(t, o["AnchorPeers"], 1, "%s has no anchor peer", o["ID"])
	}
	require.Equal(t, []any{"127.0.0.1:7050"}, r.Organizations[0]["OrdererEndpoints"])
	require.NotContains(t, r.Organizations[1], "OrdererEndpoints")
}

// What peers ask for every transaction checks each signature once, whoever gave it.
func requireNamedPolicies(t *testing.T, policies map[string]map[string]string) {
	t.Helper()
	anybody := map[string]string{"Type": "Signature", "Rule": "OutOf(1, 'NorthbankMSP.member', 'RegulatorMSP.member')"}
	require.Equal(t, anybody, policies["Writers"])
	require.Equal(t, anybody, policies["Readers"])
	require.Equal(t, map[string]string{"Type": "Signature", "Rule": "OutOf(2, 'NorthbankMSP.peer', 'RegulatorMSP.peer')"}, policies["Endorsement"])
}

func TestMajorityIsMoreThanHalf(t *testing.T) {
	for members, want := range map[int]string{1: "OutOf(1, ", 2: "OutOf(2, ", 3: "OutOf(2, ", 4: "OutOf(3, ", 6: "OutOf(4, "} {
		require.Contains(t, Plan{Members: make([]Member, members)}.Majority("peer"), want)
	}
}

// configtxgen is a stand-in that writes its last argument's file or fails.
func configtxgen(t *testing.T, script string) string {
	path := filepath.Join(t.TempDir(), "configtxgen")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755))
	return path
}

func TestGenesisIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	make := configtxgen(t, `for last; do :; done; echo block > "$last"`)
	block, err := plan().Genesis(t.Context(), make, dir)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "finance.block"), block)
	_, err = plan().Genesis(t.Context(), "/nowhere/configtxgen", dir)
	require.NoError(t, err, "the block that is there is used")
}

func TestGenesisFailureHasTheReasonAndNoStackTrace(t *testing.T) {
	dir := t.TempDir()
	fails := configtxgen(t, `echo "cannot parse BatchSize"; echo "panic: cannot parse"; echo "goroutine 1"; exit 2`)
	_, err := plan().Genesis(t.Context(), fails, dir)
	require.EqualError(t, err, "genesis block: configtxgen: exit status 2\ncannot parse BatchSize")
	require.NoFileExists(t, filepath.Join(dir, "finance.block"))
}
