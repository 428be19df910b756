// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// settings say whom to connect to and as whom. Each flag has a variable that it falls back on.
type settings struct {
	network string
	org     string
	user    string
	profile string
	mspDir  string
	wallet  string
	channel string
	outbox  string
}

// variables are the environment's counterparts of flags.
var variables = map[string]string{
	"network": "CONSORT_NETWORK", "org": "CONSORT_ORG", "user": "CONSORT_USER", "profile": "CONSORT_PROFILE",
	"msp-dir": "CONSORT_MSP_DIR", "wallet": "CONSORT_WALLET", "channel": "CHANNEL_NAME", "outbox": "CONSORT_OUTBOX",
}

func (s *settings) addFlags(flags *pflag.FlagSet, getenv func(string) string) {
	add := func(target *string, name, help string) {
		flags.StringVar(target, name, getenv(variables[name]), help+" [$"+variables[name]+"]")
	}
	add(&s.network, "network", "`directory` of a network that the network runner made")
	add(&s.org, "org", "`member`, by name or MSP identifier")
	add(&s.user, "user", "`person` of the member, with --network")
	add(&s.profile, "profile", "connection profile `file`, YAML or JSON")
	add(&s.mspDir, "msp-dir", "MSP `directory` of who signs")
	add(&s.wallet, "wallet", "wallet `file` <label>.id of who signs")
	add(&s.channel, "channel", "channel")
	add(&s.outbox, "outbox", "`directory` that keeps what is being submitted, for consort recover")
}

// resolve makes a profile of what is set: a network's files, a connection profile, or else Fabric's own variables.
func (s *settings) resolve(getenv func(string) string) (gatewayclient.Profile, error) {
	profile, err := s.source(getenv)
	if err != nil {
		return profile, err
	}
	if s.channel != "" {
		profile.Channel = s.channel
	}
	return profile, profile.Validate()
}

func (s *settings) source(getenv func(string) string) (gatewayclient.Profile, error) {
	switch {
	case s.profile != "":
		return s.fromProfile(getenv)
	case s.network != "" || s.org != "" && getenv("MSP_ID") == "" && getenv("CORE_PEER_LOCALMSPID") == "":
		return s.fromNetwork()
	default:
		profile, err := gatewayclient.ReadEnvironment(getenv)
		if err != nil {
			return profile, fmt.Errorf("whom to connect to: give --network, --org and --user, or --profile and --msp-dir, or set the environment: %w", err)
		}
		return profile, nil
	}
}

// fromProfile reads a connection profile and who signs.
func (s *settings) fromProfile(getenv func(string) string) (gatewayclient.Profile, error) {
	profile, err := gatewayclient.ReadConnection(s.profile, s.org)
	if err != nil {
		return profile, err
	}
	switch mspDir := first(s.mspDir, getenv("CORE_PEER_MSPCONFIGPATH")); {
	case s.wallet != "":
		profile.Identity, err = gatewayclient.ReadWallet(s.wallet)
	case mspDir != "":
		profile.Identity, err = gatewayclient.ReadMSP(profile.Identity.MSP, mspDir)
	default:
		err = errors.New("who signs is missing: give --msp-dir or --wallet")
	}
	return profile, err
}

// fromNetwork finds the files of a network on this machine by their places.
func (s *settings) fromNetwork() (gatewayclient.Profile, error) {
	s.network = first(s.network, ".consort")
	members := filepath.Join(s.network, "orgs")
	if err := s.choose("--org", s.org, members); err != nil {
		return gatewayclient.Profile{}, err
	}
	home := filepath.Join(members, s.org)
	profile, err := gatewayclient.ReadConnection(filepath.Join(home, "connection-"+s.org+".yaml"), s.org)
	if err != nil {
		return profile, err
	}
	if s.mspDir == "" {
		if err := s.choose("--user", s.user, filepath.Join(home, "users")); err != nil {
			return profile, err
		}
		s.outbox = first(s.outbox, filepath.Join(home, "users", s.user, "outbox"))
	}
	profile.Identity, err = gatewayclient.ReadMSP(profile.Identity.MSP, s.signerDirectory())
	return profile, err
}

// signerDirectory is the MSP directory of who signs, as far as flags say; "" when they do not.
func (s *settings) signerDirectory() string {
	if s.mspDir != "" || s.org == "" || s.user == "" {
		return s.mspDir
	}
	return filepath.Join(first(s.network, ".consort"), "orgs", s.org, "users", s.user, "msp")
}

// choose checks that a name is one of a directory's, and tells those there are when it is not.
func (s *settings) choose(flag, name, directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return fmt.Errorf("network %s: %w; start one with `go run ./network up`", s.network, err)
	}
	var names []string
	for _, entry := range entries {
		if entry.Name() == name && entry.IsDir() {
			return nil
		}
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return fmt.Errorf("%s %q: there are %s", flag, name, strings.Join(names, ", "))
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
