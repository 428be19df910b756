// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// connectionFile is the part of Fabric's common connection profile that matters to a gateway client. JSON is YAML.
type connectionFile struct {
	Client struct {
		Organization string `yaml:"organization"`
	} `yaml:"client"`
	Channels      map[string]yaml.Node              `yaml:"channels"`
	Organizations map[string]connectionOrganisation `yaml:"organizations"`
	Peers         map[string]connectionPeer         `yaml:"peers"`
}

type connectionOrganisation struct {
	MSP   string   `yaml:"mspid"`
	Peers []string `yaml:"peers"`
}

type connectionPeer struct {
	URL         string         `yaml:"url"`
	TLSCACerts  connectionPEM  `yaml:"tlsCACerts"`
	GRPCOptions map[string]any `yaml:"grpcOptions"`
}

type connectionPEM struct {
	PEM  any    `yaml:"pem"`
	Path string `yaml:"path"`
}

// ReadConnection reads a connection profile, YAML or JSON: the peers of an organisation, by its name or MSP identifier;
// "" takes client.organization, or the only one there is. The profile's Identity has the MSP identifier alone.
func ReadConnection(file, organisation string) (Profile, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return Profile{}, fmt.Errorf("connection profile: %w", err)
	}
	var connection connectionFile
	if err := yaml.Unmarshal(content, &connection); err != nil {
		return Profile{}, fmt.Errorf("connection profile %s: %w", file, err)
	}
	profile, err := connection.profile(organisation, filepath.Dir(file))
	if err != nil {
		return Profile{}, fmt.Errorf("connection profile %s: %w", file, err)
	}
	return profile, nil
}

func (c connectionFile) profile(name, directory string) (Profile, error) {
	name, organisation, err := c.organisation(name)
	if err != nil {
		return Profile{}, err
	}
	profile := Profile{Identity: Identity{MSP: organisation.MSP}}
	if profile.Peers, err = c.peers(name, organisation.Peers, directory); err != nil {
		return Profile{}, err
	}
	if len(c.Channels) == 1 {
		for channel := range c.Channels {
			profile.Channel = channel
		}
	}
	return profile, nil
}

func (c connectionFile) peers(organisation string, names []string, directory string) ([]Peer, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("organizations.%s.peers is empty; list a key of peers", organisation)
	}
	var peers []Peer
	for _, name := range names {
		entry, found := c.Peers[name]
		if !found {
			return nil, fmt.Errorf("peers.%s is missing; organizations.%s.peers names it", name, organisation)
		}
		peer, err := entry.peer(name, directory)
		if err != nil {
			return nil, fmt.Errorf("peers.%s: %w", name, err)
		}
		peers = append(peers, peer)
	}
	return peers, nil
}

func (c connectionFile) organisation(wanted string) (string, connectionOrganisation, error) {
	if wanted == "" {
		wanted = c.Client.Organization
	}
	for name, organisation := range c.Organizations {
		if name == wanted || organisation.MSP == wanted || wanted == "" && len(c.Organizations) == 1 {
			if organisation.MSP == "" {
				return "", organisation, fmt.Errorf("organizations.%s.mspid is missing", name)
			}
			return name, organisation, nil
		}
	}
	names := strings.Join(slices.Sorted(maps.Keys(c.Organizations)), ", ")
	if wanted == "" {
		return "", connectionOrganisation{}, fmt.Errorf("client.organization is missing; write one of %s", names)
	}
	return "", connectionOrganisation{}, fmt.Errorf("organizations.%s is missing; there are %s", wanted, names)
}

func (p connectionPeer) peer(name, directory string) (Peer, error) {
	peer := Peer{Name: name, Address: bareAddress(p.URL), Plain: strings.HasPrefix(p.URL, "grpc://")}
	if p.URL == "" {
		return peer, fmt.Errorf("url is missing; write grpcs://host:port")
	}
	for _, option := range []string{"ssl-target-name-override", "hostnameOverride"} {
		if override, ok := p.GRPCOptions[option].(string); ok && peer.ServerName == "" {
			peer.ServerName = override
		}
	}
	if peer.Plain {
		return peer, nil
	}
	var err error
	peer.Roots, err = p.TLSCACerts.read(directory)
	return peer, err
}

// read answers the certificates: pem is a text or a list of them, path a file, taken from the profile's directory.
func (c connectionPEM) read(directory string) ([]byte, error) {
	switch pem := c.PEM.(type) {
	case string:
		return []byte(pem), nil
	case []any:
		var all strings.Builder
		for _, one := range pem {
			fmt.Fprintln(&all, one)
		}
		return []byte(all.String()), nil
	}
	if c.Path == "" {
		return nil, fmt.Errorf("tlsCACerts is missing; write tlsCACerts.pem or tlsCACerts.path")
	}
	content, err := os.ReadFile(within(directory, c.Path))
	if err != nil {
		return nil, fmt.Errorf("tlsCACerts.path: %w", err)
	}
	return content, nil
}

func within(directory, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(directory, path)
}
