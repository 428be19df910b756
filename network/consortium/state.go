// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/consort-finance/consort/network/port"
	"github.com/consort-finance/consort/network/topology"
)

const (
	stateFile    = "state.json"
	stateVersion = 1
	lockPoll     = 100 * time.Millisecond
)

// state is what must survive the runner. It is replaced, never edited.
type state struct {
	Version   int            `json:"version"`
	Shape     string         `json:"shape"`               // hash of what cannot change
	FabricBin string         `json:"fabricBin,omitempty"` // as given to the last Up
	Blocks    []int          `json:"portBlocks"`          // first ports of the leased blocks
	Next      int            `json:"nextPort"`            // ports of the blocks used so far
	Ports     map[string]int `json:"ports"`               // by purpose, such as northbank.peer
}

func readState(dir string) (*state, error) {
	data, err := os.ReadFile(filepath.Join(dir, stateFile))
	if err != nil {
		return nil, fmt.Errorf("read state: %w", err)
	}
	s := &state{}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("read state: %s: %w", filepath.Join(dir, stateFile), err)
	}
	if s.Version != stateVersion {
		return nil, fmt.Errorf("read state: %s is of version %d, this runner writes %d", stateFile, s.Version, stateVersion)
	}
	return s, nil
}

func (s *state) write(dir string) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return replace(filepath.Join(dir, stateFile), append(data, '\n'))
}

// replace writes a file that only the user may read, whole or not at all.
func replace(file string, data []byte) error {
	temporary := file + ".new"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(file), err)
	}
	if err := os.Rename(temporary, file); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(file), err)
	}
	return nil
}

// shape hashes what the first start fixes: members, orderers, channel.
func shape(t *topology.Topology) string {
	h := sha256.New()
	fmt.Fprintf(h, "%+v\n", t.Channel)
	for _, o := range t.Organisations {
		fmt.Fprintf(h, "%s %s %t\n", o.Name, o.MSPID, o.Orderer)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Port gives the port of a purpose, such as "northbank.cash" for a chaincode
// server. The first call for a purpose chooses a port that stays this network's,
// so the same call after a restart gives the same port.
func (c *Consortium) Port(purpose string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.portLocked(purpose)
}

func (c *Consortium) portLocked(purpose string) (int, error) {
	if p, ok := c.state.Ports[purpose]; ok {
		return p, nil
	}
	s := c.state
	if s.Next == len(s.Blocks)*port.BlockSize {
		if err := c.leaseBlock(); err != nil {
			return 0, err
		}
	}
	p := s.Blocks[len(s.Blocks)-1] + s.Next%port.BlockSize
	s.Next++
	s.Ports[purpose] = p
	return p, s.write(c.dir)
}

// leaseBlock takes one more block of ports for this network.
func (c *Consortium) leaseBlock() error {
	registry, err := port.User()
	if err != nil {
		return err
	}
	base, err := registry.Lease(c.dir)
	if err != nil {
		return err
	}
	c.state.Blocks = append(c.state.Blocks, base)
	return nil
}
