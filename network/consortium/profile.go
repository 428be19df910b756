// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// Profile is a connection profile, the file by which client programs of many
// makers find their member's peer. It holds addresses and roots, no key.
type Profile struct {
	Name          string                         `json:"name" yaml:"name"`
	Version       string                         `json:"version" yaml:"version"`
	Client        ProfileClient                  `json:"client" yaml:"client"`
	Organizations map[string]ProfileOrganization `json:"organizations" yaml:"organizations"`
	Peers         map[string]ProfileNode         `json:"peers" yaml:"peers"`
	Authorities   map[string]ProfileAuthority    `json:"certificateAuthorities" yaml:"certificateAuthorities"`
	Channels      map[string]ProfileChannel      `json:"channels" yaml:"channels"`
}

// ProfileClient names the member that the profile is for.
type ProfileClient struct {
	Organization string `json:"organization" yaml:"organization"`
}

// ProfileOrganization is a member's MSP and the names of its nodes.
type ProfileOrganization struct {
	MSPID       string   `json:"mspid" yaml:"mspid"`
	Peers       []string `json:"peers" yaml:"peers"`
	Authorities []string `json:"certificateAuthorities" yaml:"certificateAuthorities"`
}

// ProfilePEM is a root certificate inline.
type ProfilePEM struct {
	PEM string `json:"pem" yaml:"pem"`
}

// ProfileNode is a peer. The certificate names 127.0.0.1 itself; the override is
// for clients that insist on a name.
type ProfileNode struct {
	URL         string            `json:"url" yaml:"url"`
	TLSCACerts  ProfilePEM        `json:"tlsCACerts" yaml:"tlsCACerts"`
	GRPCOptions map[string]string `json:"grpcOptions" yaml:"grpcOptions"`
}

// ProfileAuthority is a certificate authority.
type ProfileAuthority struct {
	URL        string     `json:"url" yaml:"url"`
	CAName     string     `json:"caName" yaml:"caName"`
	TLSCACerts ProfilePEM `json:"tlsCACerts" yaml:"tlsCACerts"`
}

// ProfileChannel lists the peers that a client may use on a channel.
type ProfileChannel struct {
	Peers map[string]map[string]bool `json:"peers" yaml:"peers"`
}

// ConnectionProfile describes a member's peer and CA for client programs. Up also
// writes it as connection-<org>.yaml and .json into the member's directory.
func (c *Consortium) ConnectionProfile(org string) (*Profile, error) {
	p, err := c.Peer(org)
	if err != nil {
		return nil, err
	}
	server, err := c.server(org)
	if err != nil {
		return nil, err
	}
	peerRoot, err := os.ReadFile(p.TLSRoot)
	if err != nil {
		return nil, fmt.Errorf("connection profile of %s: %w", org, err)
	}
	caRoot, err := os.ReadFile(server.CARoot())
	if err != nil {
		return nil, fmt.Errorf("connection profile of %s: %w", org, err)
	}
	ca := ProfileAuthority{URL: "https://" + server.Address(), CAName: "ca-" + org, TLSCACerts: ProfilePEM{string(caRoot)}}
	return c.profile(p, peerRoot, ca), nil
}

// profile describes a member's peer, whose TLS root is given, and its CA.
func (c *Consortium) profile(p Peer, root []byte, ca ProfileAuthority) *Profile {
	uses := map[string]bool{"endorsingPeer": true, "chaincodeQuery": true, "ledgerQuery": true, "eventSource": true}
	return &Profile{
		Name:          c.topology.Name + "-" + p.Org,
		Version:       "1.0.0",
		Client:        ProfileClient{p.Org},
		Organizations: map[string]ProfileOrganization{p.Org: {p.MSPID, []string{p.Node}, []string{ca.CAName}}},
		Peers: map[string]ProfileNode{p.Node: {
			URL: "grpcs://" + p.Address, TLSCACerts: ProfilePEM{string(root)},
			GRPCOptions: map[string]string{"ssl-target-name-override": "localhost", "hostnameOverride": "localhost"},
		}},
		Authorities: map[string]ProfileAuthority{ca.CAName: ca},
		Channels:    map[string]ProfileChannel{c.Channel(): {map[string]map[string]bool{p.Node: uses}}},
	}
}

// writeProfile puts the profile into the member's directory in both formats.
func (c *Consortium) writeProfile(org string) error {
	profile, err := c.ConnectionProfile(org)
	if err != nil {
		return err
	}
	asYAML, err := yaml.Marshal(profile)
	if err != nil {
		return fmt.Errorf("connection profile of %s: %w", org, err)
	}
	asJSON, err := json.MarshalIndent(profile, "", "  ")
	if err != nil {
		return fmt.Errorf("connection profile of %s: %w", org, err)
	}
	base := filepath.Join(c.dir, "orgs", org, "connection-"+org)
	if err := replace(base+".yaml", asYAML); err != nil {
		return err
	}
	return replace(base+".json", append(asJSON, '\n'))
}
