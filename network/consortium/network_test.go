// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/consortium/consortiumtest"
	"github.com/consort-finance/consort/network/topology"
)

// TestNetwork tells the life of a small network on real Fabric. The steps build
// on each other, so that the network is started only once.
func TestNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("starts real Fabric")
	}
	c := consortiumtest.Start(t)
	t.Run("every node runs and has the genesis block", func(t *testing.T) { requireRunning(t, c) })
	t.Run("keys are their owner's alone", func(t *testing.T) { requirePrivateKeys(t, c) })
	t.Run("certificates say who acts in which role", func(t *testing.T) { requireAttributes(t, c) })
	t.Run("Fabric's own peer command works with Env", func(t *testing.T) { requirePeerCommand(t, c) })
	t.Run("a second Up starts nothing", func(t *testing.T) {
		before := pids(t, c)
		up(t, c.Dir())
		require.Equal(t, before, pids(t, c))
	})
	t.Run("a second network runs beside it", func(t *testing.T) {
		other := consortiumtest.Start(t)
		requireRunning(t, other)
		requireRunning(t, c)
		require.NotEqual(t, c.Peers()[0].Address, other.Peers()[0].Address)
	})
	t.Run("it comes back after every process was killed", func(t *testing.T) {
		for _, pid := range pids(t, c) {
			require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
		}
		up(t, c.Dir())
		requireRunning(t, c)
	})
	t.Run("Down leaves no process and Up brings it back", func(t *testing.T) {
		running := pids(t, c)
		require.NoError(t, c.Down(t.Context(), false))
		for node, pid := range running {
			require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH, node)
		}
		require.False(t, c.Status(t.Context()).Running)
		up(t, c.Dir())
		requireRunning(t, c)
	})
	t.Run("other members in the same directory are refused", func(t *testing.T) {
		changed := strings.Replace(string(topology.Small().Source()), "name: regulator", "name: supervisor", 1)
		declared, err := topology.Parse("changed.yaml", []byte(changed))
		require.NoError(t, err)
		_, err = consortium.Up(t.Context(), consortium.Options{Dir: c.Dir(), Topology: declared})
		require.ErrorContains(t, err, "differ")
	})
}

func up(t *testing.T, dir string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	_, err := consortium.Up(ctx, consortium.Options{Dir: dir})
	require.NoError(t, err)
}

func requireRunning(t *testing.T, c *consortium.Consortium) {
	t.Helper()
	status := c.Status(t.Context())
	require.True(t, status.Running, "%+v", status)
	for _, n := range status.Nodes {
		if n.Kind != consortium.KindCA {
			require.EqualValues(t, 1, n.Height, n.Node)
		}
	}
}

// pids maps nodes to their processes.
func pids(t *testing.T, c *consortium.Consortium) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, n := range c.Status(t.Context()).Nodes {
		require.NotZero(t, n.PID, n.Node)
		all[n.Node] = n.PID
	}
	return all
}

// requirePrivateKeys looks into every file of the network for private keys.
func requirePrivateKeys(t *testing.T, c *consortium.Consortium) {
	keys := 0
	err := filepath.WalkDir(filepath.Join(c.Dir(), "orgs"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, "/data/") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(data), "PRIVATE KEY") {
			return err
		}
		keys++
		info, err := entry.Info()
		if err == nil {
			require.Zero(t, info.Mode().Perm()&0o077, "%s is %s", path, info.Mode())
		}
		return err
	})
	require.NoError(t, err)
	require.Greater(t, keys, 3*(3+2), "a key each for CA, TLS CA, peer, admin, users of three members")
}

func requireAttributes(t *testing.T, c *consortium.Consortium) {
	alice := extension(t, c, "northbank", "alice")
	require.Contains(t, alice, `"consort.party":"alice"`)
	require.NotContains(t, alice, "consort.role")
	officer := extension(t, c, "northbank", "officer")
	require.Contains(t, officer, `"consort.role":"governor,registrar,kyc-attester"`)
	require.NotContains(t, officer, "consort.party")
}

// extension is the text of fabric-ca's attribute extension.
func extension(t *testing.T, c *consortium.Consortium, org, name string) string {
	t.Helper()
	id, err := c.Identity(org, name)
	require.NoError(t, err)
	data, err := os.ReadFile(id.Certificate)
	require.NoError(t, err)
	block, _ := pem.Decode(data)
	require.NotNil(t, block)
	certificate, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	require.Greater(t, time.Until(certificate.NotAfter), 365*24*time.Hour)
	for _, e := range certificate.Extensions {
		if e.Id.String() == "1.2.3.4.5.6.7.8.1" {
			return string(e.Value)
		}
	}
	return ""
}

func requirePeerCommand(t *testing.T, c *consortium.Consortium) {
	for _, org := range c.Orgs() {
		env, err := c.Env(org)
		require.NoError(t, err)
		cmd := exec.CommandContext(t.Context(), c.Program("peer"), "channel", "getinfo", "-c", c.Channel())
		cmd.Env = append(os.Environ(), env...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Contains(t, string(out), `"height":1`)
	}
}
