// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"os"
	"path/filepath"
	"strings"
)

// Env is the environment, as KEY=value, with which Fabric's own command-line
// tools work as a member's administrator: `peer channel list`, `peer lifecycle …
// -o $ORDERER_ADDRESS --tls --cafile $ORDERER_CA`, `osnadmin …`.
func (c *Consortium) Env(org string) ([]string, error) {
	o, err := c.Organisation(org)
	if err != nil {
		return nil, err
	}
	p, err := c.Peer(org)
	if err != nil {
		return nil, err
	}
	orderer := c.ordererFor(org)
	operator, err := c.Organisation(orderer.Org)
	if err != nil {
		return nil, err
	}
	admin := operator.Admin().TLS
	return []string{
		"FABRIC_CFG_PATH=" + p.Home,
		"FABRIC_LOGGING_SPEC=" + quiet,
		"CORE_PEER_LOCALMSPID=" + p.MSPID,
		"CORE_PEER_MSPCONFIGPATH=" + o.Admin().MSP(),
		"CORE_PEER_ADDRESS=" + p.Address,
		"CORE_PEER_TLS_ENABLED=true",
		"CORE_PEER_TLS_ROOTCERT_FILE=" + p.TLSRoot,
		"CHANNEL_NAME=" + c.Channel(),
		"ORDERER_ADDRESS=" + orderer.Address,
		"ORDERER_CA=" + orderer.TLSRoot,
		"ORDERER_ADMIN_ADDRESS=" + orderer.Admin,
		"ORDERER_ADMIN_TLS_CERT=" + admin.Certificate,
		"ORDERER_ADMIN_TLS_KEY=" + admin.Key,
		"PATH=" + strings.Join(append(c.tools.Dirs(), os.Getenv("PATH")), string(filepath.ListSeparator)),
	}, nil
}

// ordererFor is the member's own orderer, or the first for a member without one.
func (c *Consortium) ordererFor(org string) Orderer {
	orderers := c.Orderers()
	for _, o := range orderers {
		if o.Org == org {
			return o
		}
	}
	return orderers[0] // a topology without an orderer is refused
}
