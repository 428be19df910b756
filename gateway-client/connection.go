// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"fmt"
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
	if len(organisation.Peers) == 0 {
		return Profile{}, fmt.Errorf("organizations.%s.peers is empty; list a key of peers", name)
	}
	profile := Profile{Identity: Identity{MSP: organisation.MSP}}
	for _, peerName := range organisation.Peers {
		entry, found := c.Peers[peerName]
		if !found {
			return Profile{}, fmt.Errorf("peers.%s is missing; organizations.%s.peers names it", peerName, name)
		}
		peer, err := entry.peer(peerName, directory)
		if err != nil {
			return Profile{}, fmt.Errorf("peers.%s: %w", peerName, err)
		}
		profile.Peers = append(profile.Peers, peer)
	}
	if len(c.Channels) == 1 {
		for channel := range c.Channels {
			profile.Channel = channel
		}
	}
	return profile, nil
}

func (c connectionFile) organisation(wanted string) (string, connectionOrganisation, error) {
	if wanted == "" {
		wanted = c.Client.Organization
	}
	var names []string
	for name, organisation := range c.Organizations {
		names = append(names, name)
		if name == wanted || organisation.MSP == wanted || wanted == "" && len(c.Organizations) == 1 {
			if organisation.MSP == "" {
				return "", organisation, fmt.Errorf("organizations.%s.mspid is missing", name)
			}
			return name, organisation, nil
		}
	}
	slices.Sort(names)
	if wanted == "" {
		return "", connectionOrganisation{}, fmt.Errorf("client.organization is missing; write one of %s", strings.Join(names, ", "))
	}
	return "", connectionOrganisation{}, fmt.Errorf("organizations.%s is missing; there are %s", wanted, strings.Join(names, ", "))
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
	path := c.Path
	if !filepath.IsAbs(path) {
		path = filepath.Join(directory, path)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("tlsCACerts.path: %w", err)
	}
	return content, nil
}
