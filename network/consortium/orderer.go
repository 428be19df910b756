// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"net"
	"path/filepath"
	"strconv"

	"github.com/consort-finance/consort/network/channel"
	"github.com/consort-finance/consort/network/identity"
	"github.com/consort-finance/consort/network/process"
)

// ordererSettings are an orderer's differences from Fabric's sample orderer.yaml.
func (c *Consortium) ordererSettings(o Orderer) (settings, error) {
	org, err := c.Organisation(o.Org)
	if err != nil {
		return nil, err
	}
	host, number, err := net.SplitHostPort(o.Address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(number)
	if err != nil {
		return nil, err
	}
	h, data := org.Orderer(), filepath.Join(o.Home, "data")
	return settings{
		"General.ListenAddress":             host,
		"General.ListenPort":                port,
		"General.LocalMSPID":                o.MSPID,
		"General.LocalMSPDir":               h.MSP(),
		"General.TLS.Enabled":               true,
		"General.TLS.Certificate":           h.TLS.Certificate,
		"General.TLS.PrivateKey":            h.TLS.Key,
		"General.TLS.RootCAs":               []string{h.TLS.Root},
		"General.Cluster.ClientCertificate": h.TLS.Certificate,
		"General.Cluster.ClientPrivateKey":  h.TLS.Key,
		"FileLedger.Location":               filepath.Join(data, "ledger"),
		"Consensus.WALDir":                  filepath.Join(data, "wal"),
		"Consensus.SnapDir":                 filepath.Join(data, "snapshots"),
		"Operations.ListenAddress":          o.Operations,
		"Metrics.Provider":                  "prometheus",
		"Admin.ListenAddress":               o.Admin,
		"Admin.TLS.Enabled":                 true,
		"Admin.TLS.Certificate":             h.TLS.Certificate,
		"Admin.TLS.PrivateKey":              h.TLS.Key,
		"Admin.TLS.ClientAuthRequired":      true,
		"Admin.TLS.ClientRootCAs":           []string{h.TLS.Root},
		// other orderers that were away are tried again soon
		"General.Backoff.BaseDelay": "100ms",
		"General.Backoff.MaxDelay":  "2s",
	}, nil
}

func (c *Consortium) writeOrderer(o Orderer) error {
	values, err := c.ordererSettings(o)
	if err != nil {
		return err
	}
	return c.configure("orderer.yaml", o.Home, values)
}

// ordererSpec is how the orderer's process is run.
func (c *Consortium) ordererSpec(o Orderer) process.Spec {
	spec := c.Spec(o.Node)
	spec.Path, spec.Dir = c.tools.Path("orderer"), o.Home
	spec.Env = fabricEnv(o.Home)
	return spec
}

// plan is what the genesis block says of this network.
func (c *Consortium) plan() (channel.Plan, error) {
	plan := channel.Plan{Channel: c.topology.Channel}
	orderers := map[string]Orderer{}
	for _, o := range c.Orderers() {
		orderers[o.Org] = o
	}
	for _, name := range c.Orgs() {
		org, err := c.Organisation(name)
		if err != nil {
			return plan, err
		}
		member := channel.Member{Name: name, MSPID: org.MSPID, MSPDir: org.MSP(), Anchor: c.endpoint(name + ".peer")}
		if o, orders := orderers[name]; orders {
			h := org.Orderer()
			member.Orderer = &channel.Consenter{
				Endpoint: c.endpoint(o.Node), ID: o.ID,
				Identity: h.Certificate(), TLSCertificate: h.TLS.Certificate,
			}
		}
		plan.Members = append(plan.Members, member)
	}
	return plan, nil
}

func (c *Consortium) endpoint(purpose string) channel.Endpoint {
	c.mu.Lock()
	defer c.mu.Unlock()
	return channel.Endpoint{Host: identity.Host, Port: c.state.Ports[purpose]}
}
