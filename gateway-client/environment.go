// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ReadEnvironment makes a profile of variables: those of Fabric's samples (CHANNEL_NAME, MSP_ID, CRYPTO_PATH,
// KEY_DIRECTORY_PATH, CERT_PATH, TLS_CERT_PATH, PEER_ENDPOINT, PEER_HOST_ALIAS) come before those of the peer command
// (CORE_PEER_LOCALMSPID, _MSPCONFIGPATH, _ADDRESS, _TLS_ENABLED, _TLS_ROOTCERT_FILE, _TLS_SERVERHOSTOVERRIDE,
// _TLS_CLIENTCERT_FILE, _TLS_CLIENTKEY_FILE). lookup is [os.Getenv] in a program.
func ReadEnvironment(lookup func(name string) string) (Profile, error) {
	env := environment{lookup}
	profile := Profile{Channel: lookup("CHANNEL_NAME")}
	var err error
	if profile.Identity, err = env.identity(); err != nil {
		return Profile{}, fmt.Errorf("environment: %w", err)
	}
	peer, err := env.peer()
	if err != nil {
		return Profile{}, fmt.Errorf("environment: %w", err)
	}
	profile.Peers = []Peer{peer}
	if profile.ClientTLS, err = env.clientTLS(); err != nil {
		return Profile{}, fmt.Errorf("environment: %w", err)
	}
	return profile, nil
}

type environment struct{ lookup func(string) string }

// first answers the first variable that is set.
func (e environment) first(names ...string) string {
	for _, name := range names {
		if value := e.lookup(name); value != "" {
			return value
		}
	}
	return ""
}

func (e environment) identity() (Identity, error) {
	msp := e.first("MSP_ID", "CORE_PEER_LOCALMSPID")
	if msp == "" {
		return Identity{}, fmt.Errorf("MSP_ID is missing; set it or CORE_PEER_LOCALMSPID")
	}
	if certificate, key := e.lookup("CERT_PATH"), e.lookup("KEY_DIRECTORY_PATH"); certificate != "" && key != "" {
		id, err := readPair(msp, certificate, key)
		if err != nil {
			return Identity{}, fmt.Errorf("CERT_PATH and KEY_DIRECTORY_PATH: %w", err)
		}
		return id, nil
	}
	directory := e.mspDirectory()
	if directory == "" {
		return Identity{}, fmt.Errorf("who signs is missing; set CERT_PATH and KEY_DIRECTORY_PATH, CRYPTO_PATH or CORE_PEER_MSPCONFIGPATH")
	}
	return ReadMSP(msp, directory)
}

// mspDirectory is the samples' user under CRYPTO_PATH, or what the peer command uses.
func (e environment) mspDirectory() string {
	if found := e.crypto("users", "User1@*", "msp"); found != "" {
		return found
	}
	return e.lookup("CORE_PEER_MSPCONFIGPATH")
}

// crypto finds a path in the tree that CRYPTO_PATH names; "" when there is none.
func (e environment) crypto(pattern ...string) string {
	root := e.lookup("CRYPTO_PATH")
	if root == "" {
		return ""
	}
	matches, err := filepath.Glob(filepath.Join(append([]string{root}, pattern...)...))
	if err != nil || len(matches) == 0 {
		return ""
	}
	return matches[0]
}

func (e environment) peer() (Peer, error) {
	target := e.first("PEER_ENDPOINT", "CORE_PEER_ADDRESS")
	if target == "" {
		return Peer{}, fmt.Errorf("PEER_ENDPOINT is missing; set it or CORE_PEER_ADDRESS to host:port")
	}
	peer := Peer{
		Name: bareAddress(target), Address: bareAddress(target),
		ServerName: e.first("PEER_HOST_ALIAS", "CORE_PEER_TLS_SERVERHOSTOVERRIDE"),
		Plain:      strings.EqualFold(e.lookup("CORE_PEER_TLS_ENABLED"), "false") && e.lookup("TLS_CERT_PATH") == "",
	}
	if peer.Plain {
		return peer, nil
	}
	var err error
	peer.Roots, err = e.roots()
	return peer, err
}

// roots reads the certificate of the peer's TLS authority.
func (e environment) roots() ([]byte, error) {
	file := e.first("TLS_CERT_PATH", "CORE_PEER_TLS_ROOTCERT_FILE")
	if file == "" {
		file = e.crypto("peers", "peer0.*", "tls", "ca.crt")
	}
	if file == "" {
		return nil, fmt.Errorf("TLS_CERT_PATH is missing; set it or CORE_PEER_TLS_ROOTCERT_FILE to the peer's TLS authority")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("TLS_CERT_PATH: %w", err)
	}
	return content, nil
}

func (e environment) clientTLS() (*tls.Certificate, error) {
	certificate, key := e.lookup("CORE_PEER_TLS_CLIENTCERT_FILE"), e.lookup("CORE_PEER_TLS_CLIENTKEY_FILE")
	if certificate == "" || key == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, fmt.Errorf("CORE_PEER_TLS_CLIENTCERT_FILE: %w", err)
	}
	return &pair, nil
}
