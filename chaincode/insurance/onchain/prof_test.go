package onchain_test

import (
	"testing"
	"os"
	"runtime/pprof"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
)

func TestProf(t *testing.T) {
	m, due := subscribed(t, 420)
	p, err := stage.Proposal(m.bo, insurance.CollectPremiums, insurance.CollectRequest{Instalments: due})
	if err != nil { t.Fatal(err) }
	f, _ := os.Create("/tmp/cpu.prof")
	pprof.StartCPUProfile(f)
	for range 5 {
		if _, err := m.World.Endorse(m.bo.ID, p); err != nil { t.Fatal(err) }
	}
	pprof.StopCPUProfile()
	f.Close()
}
