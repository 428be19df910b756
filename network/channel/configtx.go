// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/consort-finance/consort/network/topology"
)

// profile is the name of the configtxgen profile in the file that we write.
const profile = "Consortium"

// Plan is what the genesis block says.
type Plan struct {
	Channel topology.Channel
	Members []Member
}

// Member is one organisation on the channel.
type Member struct {
	Name    string
	MSPID   string
	MSPDir  string // verifying MSP
	Anchor  Endpoint
	Orderer *Consenter // nil: it does not order
}

// Endpoint is a host and a port.
type Endpoint struct {
	Host string
	Port int
}

func (e Endpoint) String() string { return fmt.Sprintf("%s:%d", e.Host, e.Port) }

// Consenter is a BFT orderer. It is known to the others by its enrolment
// certificate, and by its TLS certificate when they connect.
type Consenter struct {
	Endpoint
	ID             int    // from 1, in the order of the file
	Identity       string // file of the enrolment certificate
	TLSCertificate string // file; serves as client and as server certificate
}

//go:embed configtx.yaml.tmpl
var configtxText string

var configtxTemplate = template.Must(template.New("configtx").Parse(configtxText))

// Any is a signature policy: one member with a role, such as member or peer.
func (p Plan) Any(role string) string { return p.outOf(1, role) }

// Majority is a signature policy: more than half of the members with a role, as MAJORITY of an ImplicitMeta policy counts.
func (p Plan) Majority(role string) string { return p.outOf(len(p.Members)/2+1, role) }

func (p Plan) outOf(n int, role string) string {
	principals := make([]string, len(p.Members))
	for i, member := range p.Members {
		principals[i] = fmt.Sprintf("'%s.%s'", member.MSPID, role)
	}
	return fmt.Sprintf("OutOf(%d, %s)", n, strings.Join(principals, ", "))
}

// configtx renders the profile.
func (p Plan) configtx() ([]byte, error) {
	var out bytes.Buffer
	if err := configtxTemplate.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("render configtx.yaml: %w", err)
	}
	return out.Bytes(), nil
}

// Genesis gives the file of the channel's first block, made the first time.
// configtxgen is the path of that program; dir holds configtx.yaml and the block.
func (p Plan) Genesis(ctx context.Context, configtxgen, dir string) (string, error) {
	block := filepath.Join(dir, p.Channel.Name+".block")
	if _, err := os.Stat(block); err == nil {
		return block, nil
	}
	if err := p.writeConfigtx(dir); err != nil {
		return "", fmt.Errorf("genesis block: %w", err)
	}
	made := block + ".new"
	if err := p.generate(ctx, configtxgen, dir, made); err != nil {
		return "", fmt.Errorf("genesis block: %w", err)
	}
	if err := os.Rename(made, block); err != nil {
		return "", fmt.Errorf("genesis block: %w", err)
	}
	return block, nil
}

func (p Plan) writeConfigtx(dir string) error {
	config, err := p.configtx()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "configtx.yaml"), config, 0o600)
}

// generate has configtxgen write the block.
func (p Plan) generate(ctx context.Context, configtxgen, dir, block string) error {
	cmd := exec.CommandContext(ctx, configtxgen, "-configPath", dir, "-profile", profile, "-channelID", p.Channel.Name, "-outputBlock", block)
	cmd.Env = append(os.Environ(), "FABRIC_LOGGING_FORMAT=%{message}")
	if out, err := cmd.CombinedOutput(); err != nil {
		reason, _, _ := strings.Cut(string(out), "panic: ") // a panic repeats what was logged
		return fmt.Errorf("configtxgen: %w\n%s", err, strings.TrimSpace(reason))
	}
	return nil
}
